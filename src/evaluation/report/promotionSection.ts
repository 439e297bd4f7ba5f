import type { DemandEvaluation } from '../../contract/evaluation/demandEvaluation';
import { TEXT_AWARE } from '../../contract/modelNames';
import { differencesChart } from './charts/differences';
import { rankingChart } from './charts/ranking';
import { html, type Html } from './html';
import type { Reporter } from './reporter';

/** What promotion texts are worth in the weeks that have one; nothing where the data have none. */
export function promotionSection(reporter: Reporter, { promotions }: DemandEvaluation): Html | null {
  if (!promotions) return null;
  const { t } = reporter;
  const { weeks, models, comparisons } = promotions;
  const errors = models.flatMap(({ name, promoted }) =>
    promoted === null ? [] : [{ name, error: promoted }],
  );
  const compared = comparisons.filter(({ a, on }) => a === TEXT_AWARE && on === 'promoted');
  return html`<section>
    <h2>${t('report.promotions.title')}</h2>
    <p class="soft">
      ${t('report.promotions.note', { promoted: weeks.promoted, all: weeks.promoted + weeks.plain })}
    </p>
    <div class="grid pair">
      <figure>
        <figcaption>
          <strong>${t('report.promotions.far')}</strong>${t('report.promotions.farNote')}
        </figcaption>
        ${rankingChart(reporter, errors, t('report.promotions.farChart'))}
      </figure>
      <figure>
        <figcaption>
          <strong>${t('report.promotions.help')}</strong>${t('report.promotions.helpNote')}
        </figcaption>
        ${differencesChart(
          reporter,
          compared.map(({ b, result }) => ({ model: b, result })),
          t('report.task.betterSide'),
          t('report.promotions.helpChart'),
        )}
      </figure>
    </div>
  </section>`;
}
