import type { TableEvaluation } from '../../contract/evaluation';
import { NUMERIC_ONLY, TEXT_AWARE } from '../../contract/modelNames';
import { ENGLISH } from '../../languages/english';
import { intervalText } from '../../languages/verdict/wording';
import { calibrationChart } from './charts/calibration';
import { differencesChart } from './charts/differences';
import { rankingChart } from './charts/ranking';
import { html, type Html } from './html';
import type { Plot } from './plot';
import { scoreTable } from './scoreTable';

/** All sections between the verdict and the method. */
export function tableSections(plot: Plot, evaluation: TableEvaluation): (Html | null)[] {
  const { models, comparisons, calibration, figure } = evaluation;
  const compared = comparisons.filter(({ a }) => a === TEXT_AWARE);
  const ranges = calibration.filter(({ model }) => model === TEXT_AWARE || model === NUMERIC_ONLY);
  return [
    html`<section>
      <h2>How far off each method is</h2>
      <div class="grid pair">
        <figure>
          <figcaption><strong>${figure}</strong>Less is better.</figcaption>
          ${rankingChart(
            plot,
            models.map(({ name, error }) => ({ name, error })),
            `${figure} of each method`,
          )}
        </figure>
        <figure>
          <figcaption>
            <strong>Is the text-aware model really better?</strong>Difference of error to each other method,
            with its 95% interval. Off the line at zero: sure.
          </figcaption>
          ${differencesChart(
            plot,
            compared.map(({ b, result }) => ({ model: b, result })),
            'text-aware better',
            'Differences of error between the text-aware model and others',
          )}
        </figure>
      </div>
    </section>`,
    html`<section>
      <h2>Do the ranges hold?</h2>
      <p class="soft">
        The share of actual values at or below the 10%, 50% and 90% forecast; on the dashed line as often as
        promised.
      </p>
      <div class="grid"><figure>${calibrationChart(plot, ranges, 'Calibration')}</figure></div>
    </section>`,
    explainedSection(evaluation),
    html`<section>
      <h2>All figures</h2>
      ${scoreTable(models.map(({ name, score }) => ({ name, block: score })))}
    </section>`,
  ];
}

/** R2 of the logarithm's mean, where the logarithm is fitted. */
function explainedSection({ models, comparisons }: TableEvaluation): Html | null {
  const known = models.filter(({ r2_log: r2 }) => r2 !== null).sort((a, b) => b.r2_log! - a.r2_log!);
  if (known.length === 0) return null;
  const against = (name: string) => comparisons.find(({ a, b }) => a === TEXT_AWARE && b === name)?.r2;
  return html`<section>
    <h2>How much of the differences is explained</h2>
    <p class="soft">
      R² of the target's logarithm: 1 explains all differences between rows, 0 none. Scored is each model's
      mean of the logarithm, which is what R² rewards; a model with a range has it from its three quantiles
      (.3, .4, .3).
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>model</th>
            <th>R²</th>
            <th>text-aware is ahead by</th>
            <th>95% interval</th>
          </tr>
        </thead>
        <tbody>
          ${known.map(({ name, r2_log: r2 }) => {
            const ahead = against(name);
            return html`<tr class="${name}">
              <th>${name}</th>
              <td>${r2!.toFixed(3)}</td>
              <td>${ahead ? ENGLISH.formats.difference(ahead.difference) : null}</td>
              <td>${ahead ? intervalText(ENGLISH, ahead) : null}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}
