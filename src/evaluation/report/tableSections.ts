import type { TableEvaluation } from '../../contract/evaluation/tableEvaluation';
import { NUMERIC_ONLY, TEXT_AWARE } from '../../contract/modelNames';
import { methodNamed } from '../../languages/speaker';
import { intervalText } from '../../languages/verdict/wording';
import { calibrationChart } from './charts/calibration';
import { differencesChart } from './charts/differences';
import { rankingChart } from './charts/ranking';
import { html, type Html } from './html';
import { scoreTable } from './scoreTable';
import type { Reporter } from './reporter';

/** All sections between the verdict and the method. */
export function tableSections(reporter: Reporter, evaluation: TableEvaluation): (Html | null)[] {
  const { t } = reporter;
  const { models, comparisons, calibration } = evaluation;
  const figure = t('methods.figure.median');
  const compared = comparisons.filter(({ a }) => a === TEXT_AWARE);
  const ranges = calibration.filter(({ model }) => model === TEXT_AWARE || model === NUMERIC_ONLY);
  return [
    html`<section>
      <h2>${t('report.task.far')}</h2>
      <div class="grid pair">
        <figure>
          <figcaption><strong>${figure}</strong>${t('report.table.note')}</figcaption>
          ${rankingChart(
            reporter,
            models.map(({ name, error }) => ({ name, error })),
            t('report.table.chart', { figure }),
          )}
        </figure>
        <figure>
          <figcaption><strong>${t('report.task.better')}</strong>${t('report.table.differences')}</figcaption>
          ${differencesChart(
            reporter,
            compared.map(({ b, result }) => ({ model: b, result })),
            t('report.task.betterSide'),
            t('report.table.differencesChart'),
          )}
        </figure>
      </div>
    </section>`,
    html`<section>
      <h2>${t('report.ranges.title')}</h2>
      <p class="soft">${t('report.table.ranges')}</p>
      <div class="grid"><figure>${calibrationChart(reporter, ranges, t('report.ranges.title'))}</figure></div>
    </section>`,
    explainedSection(reporter, evaluation),
    html`<section>
      <h2>${t('report.figures.title')}</h2>
      ${scoreTable(
        reporter,
        models.map(({ name, score }) => ({ name, block: score })),
      )}
    </section>`,
  ];
}

/** R2 of the logarithm's mean, where the logarithm is fitted. */
function explainedSection(reporter: Reporter, { models, comparisons }: TableEvaluation): Html | null {
  const { t, formats } = reporter;
  const known = models
    .flatMap(({ name, r2_log: r2 }) => (r2 === null ? [] : [{ name, r2 }]))
    .sort((a, b) => b.r2 - a.r2);
  if (known.length === 0) return null;
  const against = (name: string) => comparisons.find(({ a, b }) => a === TEXT_AWARE && b === name)?.r2;
  return html`<section>
    <h2>${t('report.table.explained')}</h2>
    <p class="soft">${t('report.table.explainedNote')}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>${t('report.figures.model')}</th>
            <th>R²</th>
            <th>${t('report.table.ahead')}</th>
            <th>${t('report.table.interval')}</th>
          </tr>
        </thead>
        <tbody>
          ${known.map(({ name, r2 }) => {
            const ahead = against(name);
            return html`<tr class="${name}">
              <th>${methodNamed(reporter, name)}</th>
              <td>${formats.figure(r2)}</td>
              <td>${ahead ? formats.difference(ahead.difference) : null}</td>
              <td>${ahead ? intervalText(reporter, ahead) : null}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}
