import type { DemandEvaluation } from '../../contract/evaluation/demandEvaluation';
import { TEXT_AWARE } from '../../contract/modelNames';
import { precisionRecallFigure } from './charts/precisionRecall';
import { html, type Html } from './html';
import { tierTable } from './tierTable';
import type { Reporter } from './reporter';

/** How well forecasts tell slow from fast sellers. */
export function tierSection(reporter: Reporter, { tasks, horizon }: DemandEvaluation): Html | null {
  const { t } = reporter;
  const shown = tasks.flatMap(({ task, tiers }) => {
    const model = tiers?.models.find((one) => one.model === TEXT_AWARE) ?? tiers?.models[0];
    return tiers && model ? [{ task, thresholds: tiers.thresholds, model }] : [];
  });
  if (shown.length === 0) return null;
  return html`<section>
    <h2>${t('report.tiers.title')}</h2>
    <p class="soft">${t('report.tiers.note', { weeks: t('common.weeks', { count: horizon }) })}</p>
    <div class="grid">
      ${shown.map(({ task, ...tiers }) => tierTable(reporter, t(`methods.task.${task}`), tiers))}
      ${shown.map(({ task, model }) =>
        model.curves
          ? precisionRecallFigure(reporter, t(`methods.task.${task}`), model.model, model.curves)
          : null,
      )}
    </div>
  </section>`;
}
