import type { DemandEvaluation } from '../../contract/evaluation';
import { TEXT_AWARE } from '../../contract/modelNames';
import { differencesChart } from './charts/differences';
import { rankingChart } from './charts/ranking';
import { html, type Html } from './html';
import type { Plot } from './plot';

/** What promotion texts are worth in the weeks that have one; nothing where the data have none. */
export function promotionSection(plot: Plot, { promotions }: DemandEvaluation): Html | null {
  if (!promotions) return null;
  const { weeks, models, comparisons } = promotions;
  const count = (value: number) => value.toLocaleString('en-US');
  const errors = models.flatMap(({ name, promoted }) =>
    promoted === null ? [] : [{ name, error: promoted }],
  );
  const compared = comparisons.filter(({ a, on }) => a === TEXT_AWARE && on === 'promoted');
  return html`<section>
    <h2>Promotions</h2>
    <p class="soft">
      ${count(weeks.promoted)} of the ${count(weeks.promoted + weeks.plain)} weeks forecast had a promotion,
      whose text was known beforehand. The same model was fitted without these texts, and once with each of
      them drawn at random from all, which leaves no more than that there was a promotion.
    </p>
    <div class="grid pair">
      <figure>
        <figcaption>
          <strong>How far off in weeks with a promotion</strong>WAPE by week. Less is better.
        </figcaption>
        ${rankingChart(plot, errors, 'WAPE of each model in weeks with a promotion')}
      </figure>
      <figure>
        <figcaption>
          <strong>Do promotion texts help there?</strong>Difference of WAPE to the same model without them,
          with its 95% interval. Off the line at zero: sure.
        </figcaption>
        ${differencesChart(
          plot,
          compared.map(({ b, result }) => ({ model: b, result })),
          'text-aware better',
          'Differences of WAPE in weeks with a promotion',
        )}
      </figure>
    </div>
  </section>`;
}
