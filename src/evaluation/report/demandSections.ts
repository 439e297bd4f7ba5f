import type { DemandEvaluation } from '../../contract/evaluation';
import { NUMERIC_ONLY, TEXT_AWARE } from '../../contract/modelNames';
import { calibrationChart } from './charts/calibration';
import { exampleChart } from './charts/example';
import { lagDepthChart } from './charts/lagDepth';
import { learningCurveChart } from './charts/learningCurve';
import { html, type Html } from './html';
import type { Plot } from './plot';
import { promotionSection } from './promotionSection';
import { scoreTable } from './scoreTable';
import { KEY, TASK } from './taskTerms';
import { taskSection } from './taskSection';
import { tierSection } from './tierSection';

/** All sections between the verdict and the method. */
export function demandSections(plot: Plot, evaluation: DemandEvaluation): (Html | null)[] {
  return [
    ...evaluation.tasks.map((task) => taskSection(plot, task, evaluation.horizon)),
    promotionSection(plot, evaluation),
    historySection(plot, evaluation),
    exampleSection(plot, evaluation),
    calibrationSection(plot, evaluation),
    tierSection(plot, evaluation),
    similaritySection(evaluation),
    learningSection(plot, evaluation),
    figuresSection(evaluation),
  ];
}

function historySection(
  plot: Plot,
  { lag_depth: curves, young_by_age: young }: DemandEvaluation,
): Html | null {
  if (curves.length === 0) return null;
  const ages = young[0]?.points.map((point) => point.ages) ?? [];
  return html`<section>
    <h2>What a few weeks of sales are worth</h2>
    <p class="soft">
      Known products, forecast again as if only their last weeks had been seen: the less history, the more
      words count.
    </p>
    ${KEY}
    <div class="grid pair">
      <figure>${lagDepthChart(plot, curves)}</figure>
      ${
        ages.length === 0
          ? null
          : html`<figure>
              <figcaption><strong>Young products</strong>WAPE by weeks since their first sale.</figcaption>
              <table>
                <thead>
                  <tr>
                    <th>model</th>
                    ${ages.map((name) => html`<th>${name} weeks</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${young.map(
                    ({ model, points }) =>
                      html`<tr class="${model}">
                        <th>${model}</th>
                        ${points.map(({ wape }) => html`<td>${fixed(wape)}</td>`)}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </figure>`
      }
    </div>
  </section>`;
}

function exampleSection(plot: Plot, { examples }: DemandEvaluation): Html | null {
  if (examples.length === 0) return null;
  const group = (kind: 'good' | 'bad', title: string) =>
    html`<h3>${title}</h3>
      <div class="grid">
        ${examples
          .filter((example) => example.kind === kind)
          .map(
            (example) =>
              html`<figure>
                <figcaption>
                  <strong>${example.description}</strong>${TASK[example.task].title.slice(0, -1)},
                  ${example.sku}
                </figcaption>
                ${exampleChart(plot, example)}
              </figure>`,
          )}
      </div>`;
  return html`<section>
    <h2>Forecasts and what was sold</h2>
    <p class="soft">Of the better-selling half: those met best, and those that missed by most units.</p>
    <ul class="key">
      <li class="dot" style="--c: var(--actual)">sold</li>
      <li style="--c: var(--text-aware)">forecast with text (median)</li>
      <li class="band" style="--c: var(--text-aware)">8 times in 10 within</li>
      <li class="dashed" style="--c: var(--numeric-only)">numbers only</li>
    </ul>
    ${group('good', 'Met well')} ${group('bad', 'Missed')}
  </section>`;
}

function calibrationSection(plot: Plot, { tasks, horizon }: DemandEvaluation): Html | null {
  const shown = tasks.flatMap((report) => {
    const both = report.calibration.filter(({ model }) => model === TEXT_AWARE || model === NUMERIC_ONLY);
    return both.length > 0 ? [{ report, both }] : [];
  });
  if (shown.length === 0) return null;
  return html`<section>
    <h2>Do the ranges hold?</h2>
    <p class="soft">
      Of the totals over ${horizon} weeks, the share at or below the 10%, 50% and 90% forecast. On the dashed
      line they come true as often as promised.
    </p>
    ${KEY}
    <div class="grid">
      ${shown.map(({ report, both }) => {
        const range = report.models.find(({ name }) => name === TEXT_AWARE)?.score.weekly.quantiles;
        return html`<figure>
          <figcaption>
            <strong>${TASK[report.task].title}</strong>${
              range
                ? `By week ${Math.round(range.coverage_rounded * 100)}% lie within the 80% range, in whole units.`
                : null
            }
          </figcaption>
          ${calibrationChart(plot, both, `Calibration on ${TASK[report.task].title.toLowerCase()}`)}
        </figure>`;
      })}
    </div>
  </section>`;
}

function similaritySection({ near_duplicates: groups }: DemandEvaluation): Html | null {
  if (groups.length === 0 || groups[0].models.length === 0) return null;
  const models = groups[0].models.map(({ model }) => model);
  return html`<section>
    <h2>New products with almost the same words as a known one</h2>
    <p class="soft">
      WAPE by how close the nearest known description is (TF-IDF cosine; 1: the same words). A gain in the
      last row alone would be a look-up rather than an understanding. Beside it how often the range held, in
      whole units: 80% is right.
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>similarity</th>
            <th>products</th>
            ${models.map((model) => html`<th>${model}</th>`)}
            ${models.map((model) => html`<th>range, ${model}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${groups.map(
            (group) =>
              html`<tr>
                <th>${group.low} to ${group.high}</th>
                <td>${group.skus}</td>
                ${group.models.map(({ wape }) => html`<td>${fixed(wape)}</td>`)}
                ${group.models.map(({ coverage }) => html`<td>${fixed(coverage)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function learningSection(plot: Plot, { learning_curve: curves }: DemandEvaluation): Html | null {
  if (curves.length === 0) return null;
  return html`<section>
    <h2>How the model learned</h2>
    <p class="soft">
      Loss on weeks held out of a first fit as its training goes on, one line for each forecast date. The
      final fit takes as many steps as were best here.
    </p>
    <div class="grid pair"><figure>${learningCurveChart(plot, curves)}</figure></div>
  </section>`;
}

function figuresSection({ tasks, horizon }: DemandEvaluation): Html {
  return html`<section>
    <h2>All figures</h2>
    ${tasks.map(
      ({ task, models }) =>
        html`<h3>${TASK[task].title}, by week</h3>
          ${scoreTable(models.map(({ name, score }) => ({ name, block: score.weekly })))}
          <h3>${TASK[task].title}, totals over ${horizon} weeks</h3>
          ${scoreTable(models.map(({ name, score }) => ({ name, block: score.total })))}`,
    )}
  </section>`;
}

function fixed(value: number | null): string {
  return value === null ? '\u2013' : value.toFixed(3);
}
