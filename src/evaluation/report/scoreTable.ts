import type { ScoreBlock } from '../../contract/evaluation/scores';
import { html, type Html } from './html';
import { methodNamed } from '../../languages/speaker';
import type { Reporter } from './reporter';

interface Column {
  name: string;
  explains: string;
  digits: number;
  /** Heading above the columns of a group. */
  group: 'median' | 'mean' | 'range';
  of(block: ScoreBlock): number | null | undefined;
}

const POINT = [
  ['WAPE', 3, 'wape'],
  ['bias', 3, 'bias'],
  ['MAE', 2, 'mae'],
  ['RMSE', 1, 'rmse'],
  ['MSE', 0, 'mse'],
  ['R\u00b2', 3, 'r2'],
  ['R\u00b2 log', 3, 'r2_log1p'],
  ['RMSSE', 3, 'rmsse'],
] as const;

function allColumns({ t }: Reporter): Column[] {
  const point = (group: 'median' | 'mean', shown: (typeof POINT)[number][]): Column[] =>
    shown.map(([name, digits, figure]) => ({
      name: figure === 'bias' ? t('report.figures.biasName') : name,
      explains: t(`report.figures.${figure}`),
      digits,
      group,
      of: (block) => (group === 'median' ? block.p50 : block.mean)?.[figure],
    }));
  const range = { group: 'range' } as const;
  return [
    ...point('median', [...POINT]),
    ...point('mean', POINT.slice(0, 4)),
    {
      ...range,
      name: 'wQL',
      explains: t('report.figures.wql'),
      digits: 3,
      of: ({ quantiles }) => quantiles?.wql,
    },
    {
      ...range,
      name: 'pinball',
      explains: t('report.figures.pinball'),
      digits: 2,
      of: ({ quantiles }) => quantiles?.pinball,
    },
    {
      ...range,
      name: t('report.figures.withinName'),
      explains: t('report.figures.within'),
      digits: 3,
      of: ({ quantiles }) => quantiles?.coverage_rounded,
    },
    {
      ...range,
      name: t('report.figures.widthName'),
      explains: t('report.figures.width'),
      digits: 1,
      of: ({ quantiles }) => quantiles?.width,
    },
  ];
}

/** One row a model; columns in which no model has a figure are left out. */
export function scoreTable(reporter: Reporter, rows: readonly { name: string; block: ScoreBlock }[]): Html {
  const columns = allColumns(reporter).filter((column) =>
    rows.some(({ block }) => typeof column.of(block) === 'number'),
  );
  const { t } = reporter;
  const groups = [...new Set(columns.map(({ group }) => group))].map((name) => ({
    name,
    width: columns.filter(({ group }) => group === name).length,
  }));
  const starts = (column: Column) => columns.find(({ group }) => group === column.group) === column;
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th></th>
          ${groups.map(({ name, width }) => html`<th class="group" colspan="${width}">${t(`report.figures.${name}`)}</th>`)}
        </tr>
        <tr>
          <th>${t('report.figures.model')}</th>
          ${columns.map((column) => html`<th title="${column.explains}">${column.name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, block }) =>
            html`<tr class="${name}">
              <th>${methodNamed(reporter, name)}</th>
              ${columns.map(
                (column) =>
                  html`<td class="${starts(column) ? 'edge' : ''}">
                    ${figure(reporter, column.of(block), column.digits)}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function figure({ formats }: Reporter, value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? '\u2013' : formats.fixed(value, digits);
}
