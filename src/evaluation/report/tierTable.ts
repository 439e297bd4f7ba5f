import type { TaskReport } from '../../contract/evaluation/taskReport';
import { TIERS } from '../summary/tiers';
import { html, type Html } from './html';
import { methodNamed } from '../../languages/speaker';
import type { Reporter } from './reporter';

type Tiers = NonNullable<TaskReport['tiers']>;

/** A confusion matrix of one model, and precision, recall and F1 of each tier. */
export function tierTable(
  reporter: Reporter,
  title: string,
  { thresholds, model }: { thresholds: number[]; model: Tiers['models'][number] },
): Html {
  const { t, formats } = reporter;
  const [low, high] = thresholds.map((border) => Math.round(border));
  const percent = (value: number | null) => (value === null ? '\u2013' : formats.percent(value));
  return html`<figure>
    <figcaption>
      <strong>${title}</strong
      >${t('report.tiers.right', { model: methodNamed(reporter, model.model), share: percent(model.accuracy), low, high })}
    </figcaption>
    <table class="confusion">
      <thead>
        <tr>
          <th>${t('report.tiers.corner')}</th>
          ${TIERS.map((tier) => html`<th>${t(`report.tiers.${tier}`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${TIERS.map(
          (tier, row) =>
            html`<tr>
              <th>${t(`report.tiers.${tier}`)}</th>
              ${model.confusion[row].map(
                (count, column) =>
                  html`<td class="${row === column ? 'hit' : ''}">${formats.count(count)}</td>`,
              )}
            </tr>`,
        )}
        ${(['precision', 'recall', 'f1'] as const).map(
          (name) =>
            html`<tr>
              <th>${name === 'f1' ? 'F1' : t(`report.tiers.${name}`)}</th>
              ${TIERS.map((tier) => html`<td>${percent(model.by_tier[tier][name])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;
}
