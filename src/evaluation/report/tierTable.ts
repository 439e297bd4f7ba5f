import type { TaskReport } from '../../contract/evaluation';
import { TIERS } from '../summary/tiers';
import { html, type Html } from './html';

type Tiers = NonNullable<TaskReport['tiers']>;

/** A confusion matrix of one model, and precision, recall and F1 of each tier. */
export function tierTable(
  title: string,
  { thresholds, model }: { thresholds: number[]; model: Tiers['models'][number] },
): Html {
  const [low, high] = thresholds.map((border) => Math.round(border).toLocaleString('en-US'));
  const percent = (value: number | null) => (value === null ? '\u2013' : `${Math.round(value * 100)}%`);
  return html`<figure>
    <figcaption>
      <strong>${title}</strong>${model.model}: ${percent(model.accuracy)} in the right third. Low: up to
      ${low} units, high: over ${high}.
    </figcaption>
    <table class="confusion">
      <thead>
        <tr>
          <th>sold, forecast</th>
          ${TIERS.map((tier) => html`<th>${tier}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${TIERS.map(
          (tier, row) =>
            html`<tr>
              <th>${tier}</th>
              ${model.confusion[row].map(
                (count, column) =>
                  html`<td class="${row === column ? 'hit' : ''}">${count.toLocaleString('en-US')}</td>`,
              )}
            </tr>`,
        )}
        ${(['precision', 'recall', 'f1'] as const).map(
          (name) =>
            html`<tr>
              <th>${name === 'f1' ? 'F1' : name}</th>
              ${TIERS.map((tier) => html`<td>${percent(model.by_tier[tier][name])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;
}
