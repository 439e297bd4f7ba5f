import type { TableEvaluation } from '../../../contract/evaluation';
import { NUMERIC_ONLY, TEXT_AWARE } from '../modelNames';
import { calibrationChart } from './charts/calibration';
import { differencesChart } from './charts/differences';
import { rankingChart } from './charts/ranking';
import { html, type Html } from './html';
import type { Plot } from './plot';
import { scoreTable } from './scoreTable';

/** All sections between the verdict and the method. */
export function tableSections(plot: Plot, evaluation: TableEvaluation): Html[] {
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
            compared.map(({ b, result }) => ({ b, result })),
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
    html`<section>
      <h2>All figures</h2>
      ${scoreTable(models.map(({ name, score }) => ({ name, block: score })))}
    </section>`,
  ];
}
