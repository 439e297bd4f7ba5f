import type { DemandEvaluation } from '../../contract/evaluation/demandEvaluation';
import { NUMERIC_ONLY, TEXT_AWARE } from '../../contract/modelNames';
import { calibrationChart } from './charts/calibration';
import { exampleChart } from './charts/example';
import { lagDepthChart } from './charts/lagDepth';
import { learningCurveChart } from './charts/learningCurve';
import { html, type Html } from './html';
import { promotionSection } from './promotionSection';
import { scoreTable } from './scoreTable';
import { key } from './key';
import { taskSection } from './taskSection';
import { tierSection } from './tierSection';
import type { Reporter } from './reporter';
import { methodNamed } from '../../languages/speaker';

/** All sections between the verdict and the method. */
export function demandSections(reporter: Reporter, evaluation: DemandEvaluation): (Html | null)[] {
  return [
    ...evaluation.tasks.map((task) => taskSection(reporter, task, evaluation.horizon)),
    promotionSection(reporter, evaluation),
    historySection(reporter, evaluation),
    exampleSection(reporter, evaluation),
    calibrationSection(reporter, evaluation),
    tierSection(reporter, evaluation),
    similaritySection(reporter, evaluation),
    learningSection(reporter, evaluation),
    figuresSection(reporter, evaluation),
  ];
}

function historySection(
  reporter: Reporter,
  { lag_depth: curves, young_by_age: young }: DemandEvaluation,
): Html | null {
  if (curves.length === 0) return null;
  const { t } = reporter;
  const ages = young[0]?.points.map((point) => point.ages) ?? [];
  return html`<section>
    <h2>${t('report.history.title')}</h2>
    <p class="soft">${t('report.history.note')}</p>
    ${key(reporter)}
    <div class="grid pair">
      <figure>${lagDepthChart(reporter, curves)}</figure>
      ${
        ages.length === 0
          ? null
          : html`<figure>
              <figcaption><strong>${t('methods.task.YOUNG')}</strong>${t('report.history.young')}</figcaption>
              <table>
                <thead>
                  <tr>
                    <th>${t('report.figures.model')}</th>
                    ${ages.map((name) => html`<th>${t('report.history.ages', { ages: name })}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${young.map(
                    ({ model, points }) =>
                      html`<tr class="${model}">
                        <th>${methodNamed(reporter, model)}</th>
                        ${points.map(({ wape }) => html`<td>${figure(reporter, wape)}</td>`)}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </figure>`
      }
    </div>
  </section>`;
}

function exampleSection(reporter: Reporter, { examples }: DemandEvaluation): Html | null {
  if (examples.length === 0) return null;
  const { t } = reporter;
  const group = (kind: 'good' | 'bad', title: string) =>
    html`<h3>${title}</h3>
      <div class="grid">
        ${examples
          .filter((example) => example.kind === kind)
          .map(
            (example) =>
              html`<figure>
                <figcaption>
                  <strong>${example.description}</strong>${t(`methods.task.${example.task}`)}, ${example.sku}
                </figcaption>
                ${exampleChart(reporter, example)}
              </figure>`,
          )}
      </div>`;
  return html`<section>
    <h2>${t('report.examples.title')}</h2>
    <p class="soft">${t('report.examples.note')}</p>
    <ul class="key">
      <li class="dot" style="--c: var(--actual)">${t('report.examples.sold')}</li>
      <li style="--c: var(--text-aware)">${t('report.examples.forecast')}</li>
      <li class="band" style="--c: var(--text-aware)">${t('report.examples.within')}</li>
      <li class="dashed" style="--c: var(--numeric-only)">${t('report.key.numbers')}</li>
    </ul>
    ${group('good', t('report.examples.good'))} ${group('bad', t('report.examples.bad'))}
  </section>`;
}

function calibrationSection(reporter: Reporter, { tasks, horizon }: DemandEvaluation): Html | null {
  const { t, formats } = reporter;
  const shown = tasks.flatMap((report) => {
    const both = report.calibration.filter(({ model }) => model === TEXT_AWARE || model === NUMERIC_ONLY);
    return both.length > 0 ? [{ report, both }] : [];
  });
  if (shown.length === 0) return null;
  return html`<section>
    <h2>${t('report.ranges.title')}</h2>
    <p class="soft">${t('report.ranges.note', { weeks: t('common.weeks', { count: horizon }) })}</p>
    ${key(reporter)}
    <div class="grid">
      ${shown.map(({ report, both }) => {
        const range = report.models.find(({ name }) => name === TEXT_AWARE)?.score.weekly.quantiles;
        return html`<figure>
          <figcaption>
            <strong>${t(`methods.task.${report.task}`)}</strong>${
              range ? t('report.ranges.within', { share: formats.percent(range.coverage_rounded) }) : null
            }
          </figcaption>
          ${calibrationChart(reporter, both, t('report.ranges.chart', { task: t(`methods.task.${report.task}`) }))}
        </figure>`;
      })}
    </div>
  </section>`;
}

function similaritySection(reporter: Reporter, { near_duplicates: groups }: DemandEvaluation): Html | null {
  if (groups.length === 0 || groups[0].models.length === 0) return null;
  const { t, formats } = reporter;
  const models = groups[0].models.map(({ model }) => methodNamed(reporter, model));
  return html`<section>
    <h2>${t('report.similar.title')}</h2>
    <p class="soft">${t('report.similar.note')}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>${t('report.similar.similarity')}</th>
            <th>${t('report.similar.products')}</th>
            ${models.map((model) => html`<th>${model}</th>`)}
            ${models.map((model) => html`<th>${t('report.similar.range', { model })}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${groups.map(
            (group) =>
              html`<tr>
                <th>
                  ${t('common.range', { low: formats.fixed(group.low, 1), high: formats.fixed(group.high, 1) })}
                </th>
                <td>${group.skus}</td>
                ${group.models.map(({ wape }) => html`<td>${figure(reporter, wape)}</td>`)}
                ${group.models.map(({ coverage }) => html`<td>${figure(reporter, coverage)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function learningSection(reporter: Reporter, { learning_curve: curves }: DemandEvaluation): Html | null {
  if (curves.length === 0) return null;
  return html`<section>
    <h2>${reporter.t('report.learning.title')}</h2>
    <p class="soft">${reporter.t('report.learning.note')}</p>
    <div class="grid pair"><figure>${learningCurveChart(reporter, curves)}</figure></div>
  </section>`;
}

function figuresSection(reporter: Reporter, { tasks, horizon }: DemandEvaluation): Html {
  const { t } = reporter;
  const weeks = t('common.weeks', { count: horizon });
  return html`<section>
    <h2>${t('report.figures.title')}</h2>
    ${tasks.map(({ task: name, models }) => {
      const task = t(`methods.task.${name}`);
      return html`<h3>${t('report.figures.week', { task })}</h3>
        ${scoreTable(
          reporter,
          models.map(({ name, score }) => ({ name, block: score.weekly })),
        )}
        <h3>${t('report.figures.total', { task, weeks })}</h3>
        ${scoreTable(
          reporter,
          models.map(({ name, score }) => ({ name, block: score.total })),
        )}`;
    })}
  </section>`;
}

function figure({ formats }: Reporter, value: number | null): string {
  return value === null ? '\u2013' : formats.figure(value);
}
