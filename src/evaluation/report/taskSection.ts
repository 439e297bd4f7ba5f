import type { TaskReport } from '../../contract/evaluation';
import { isSimple, TEXT_AWARE } from '../../contract/modelNames';
import { differencesChart } from './charts/differences';
import { rankingChart } from './charts/ranking';
import { html, type Html } from './html';
import type { Plot } from './plot';
import { KEY, TASK } from './taskTerms';

/** How far off each method is on one task, and which differences are sure. */
export function taskSection(plot: Plot, report: TaskReport, horizon: number): Html {
  const { title, is } = TASK[report.task];
  const { cases, skus } = report.models[0].score;
  const errors = report.models.flatMap(({ name, score }) =>
    score.weekly.p50.wape === null ? [] : [{ name, error: score.weekly.p50.wape }],
  );
  const compared = report.comparisons.filter(({ a }) => a === TEXT_AWARE);
  const simple = report.models.find(({ name }) => isSimple(name))?.name ?? '';
  const againstSimple = report.comparisons.filter(({ b }) => b === simple);
  return html`<section>
    <h2>${title}</h2>
    <p class="soft">
      ${is} ${cases.toLocaleString('en-US')} forecasts of ${skus.toLocaleString('en-US')} products.
    </p>
    ${KEY}
    <div class="grid pair">
      <figure>
        <figcaption>
          <strong>How far off each method is</strong>WAPE by week: units missed for each unit sold. Less is
          better.
        </figcaption>
        ${rankingChart(plot, errors, `WAPE of each method on ${title.toLowerCase()}`)}
      </figure>
      ${
        compared.length === 0
          ? null
          : html`<figure>
              <figcaption>
                <strong>Is the text-aware model really better?</strong>Difference of WAPE by week to each
                other method, with its 95% interval. Off the line at zero: sure, where products and weeks
                suffice.
              </figcaption>
              ${differencesChart(
                plot,
                compared.map(({ b, weekly }) => ({ model: b, result: weekly })),
                'text-aware better',
                `Differences of WAPE between the text-aware model and others on ${title.toLowerCase()}`,
              )}
            </figure>`
      }
      ${
        againstSimple.length === 0
          ? null
          : html`<figure>
              <figcaption>
                <strong>Who beats the best simple method, ${simple}?</strong>Difference of WAPE by week of
                each model and average to it, with its 95% interval.
              </figcaption>
              ${differencesChart(
                plot,
                againstSimple.map(({ a, weekly }) => ({ model: a, result: weekly })),
                `better than ${simple}`,
                `Differences of WAPE to ${simple} on ${title.toLowerCase()}`,
              )}
            </figure>`
      }
    </div>
    ${
      report.unavailable.length === 0
        ? null
        : html`<p class="soft">
            Not possible on this data:
            ${report.unavailable.map(({ name, reason }) => `${name} (${reason})`).join('; ')}.
          </p>`
    }
    <p class="soft">Totals over ${horizon} weeks and all other figures are in the tables below.</p>
  </section>`;
}
