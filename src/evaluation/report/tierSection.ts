import type { DemandEvaluation } from '../../contract/evaluation';
import { TEXT_AWARE } from '../../contract/modelNames';
import { precisionRecallFigure } from './charts/precisionRecall';
import { html, type Html } from './html';
import type { Plot } from './plot';
import { TASK } from './taskTerms';
import { tierTable } from './tierTable';

/** How well forecasts tell slow from fast sellers. */
export function tierSection(plot: Plot, { tasks, horizon }: DemandEvaluation): Html | null {
  const shown = tasks.flatMap(({ task, tiers }) => {
    const model = tiers?.models.find((one) => one.model === TEXT_AWARE) ?? tiers?.models[0];
    return tiers && model ? [{ task, thresholds: tiers.thresholds, model }] : [];
  });
  if (shown.length === 0) return null;
  return html`<section>
    <h2>Slow, middling or fast?</h2>
    <p class="soft">
      Products put into thirds by their total over ${horizon} weeks; the borders are the thirds of sales
      before the first forecast.
    </p>
    <div class="grid">
      ${shown.map(({ task, ...tiers }) => tierTable(TASK[task].title, tiers))}
      ${shown.map(({ task, model }) =>
        model.curves ? precisionRecallFigure(plot, TASK[task].title, model.model, model.curves) : null,
      )}
    </div>
  </section>`;
}
