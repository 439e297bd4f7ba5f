import type { TaskReport } from '../../contract/evaluation/taskReport';
import { isSimple, TEXT_AWARE } from '../../contract/modelNames';
import { differencesChart } from './charts/differences';
import { rankingChart } from './charts/ranking';
import { html, type Html } from './html';
import type { Reporter } from './reporter';
import { key } from './key';
import { methodNamed } from '../../languages/speaker';

/** How far off each method is on one task, and which differences are sure. */
export function taskSection(reporter: Reporter, report: TaskReport, horizon: number): Html {
  const { t } = reporter;
  const task = t(`methods.task.${report.task}`);
  const { cases, skus } = report.models[0].score;
  const errors = report.models.flatMap(({ name, score }) =>
    score.weekly.p50.wape === null ? [] : [{ name, error: score.weekly.p50.wape }],
  );
  const compared = report.comparisons.filter(({ a }) => a === TEXT_AWARE);
  const simple = report.models.find(({ name }) => isSimple(name))?.name ?? '';
  const method = methodNamed(reporter, simple);
  const againstSimple = report.comparisons.filter(({ b }) => b === simple);
  const impossible = report.unavailable.map(
    ({ name, reason }) => `${methodNamed(reporter, name)} (${reason})`,
  );
  return html`<section>
    <h2>${task}</h2>
    <p class="soft">
      ${t('report.task.counts', { is: t(`report.is.${report.task}`), forecasts: cases, products: skus })}
    </p>
    ${key(reporter)}
    <div class="grid pair">
      <figure>
        <figcaption><strong>${t('report.task.far')}</strong>${t('report.task.farNote')}</figcaption>
        ${rankingChart(reporter, errors, t('report.task.farChart', { task }))}
      </figure>
      ${differencesFigure(
        reporter,
        compared.map(({ b, weekly }) => ({ model: b, result: weekly })),
        {
          title: t('report.task.better'),
          note: t('report.task.betterNote'),
          left: t('report.task.betterSide'),
          label: t('report.task.betterChart', { task }),
        },
      )}
      ${differencesFigure(
        reporter,
        againstSimple.map(({ a, weekly }) => ({ model: a, result: weekly })),
        {
          title: t('report.task.simple', { method }),
          note: t('report.task.simpleNote'),
          left: t('report.task.simpleSide', { method }),
          label: t('report.task.simpleChart', { method, task }),
        },
      )}
    </div>
    ${
      impossible.length === 0
        ? null
        : html`<p class="soft">${t('report.task.impossible', { methods: impossible.join('; ') })}</p>`
    }
    <p class="soft">${t('report.task.below', { weeks: t('common.weeks', { count: horizon }) })}</p>
  </section>`;
}

/** Differences under their title; nothing where none was compared. */
function differencesFigure(
  reporter: Reporter,
  comparisons: Parameters<typeof differencesChart>[1],
  { title, note, left, label }: Record<'title' | 'note' | 'left' | 'label', string>,
): Html | null {
  if (comparisons.length === 0) return null;
  return html`<figure>
    <figcaption><strong>${title}</strong>${note}</figcaption>
    ${differencesChart(reporter, comparisons, left, label)}
  </figure>`;
}
