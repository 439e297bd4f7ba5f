import type { ScoreBlock } from '../../contract/evaluation';
import { html, type Html } from './html';

interface Column {
  name: string;
  explains: string;
  digits: number;
  /** Heading above the columns of a group. */
  group: string;
  of(block: ScoreBlock): number | null | undefined;
}

const POINT = [
  ['WAPE', 'sum of absolute errors over sum of sales', 3, 'wape'],
  ['bias', 'sum of errors over sum of sales; negative: too low', 3, 'bias'],
  ['MAE', 'mean absolute error in units', 2, 'mae'],
  ['RMSE', 'root of the mean squared error in units', 1, 'rmse'],
  ['MSE', 'mean squared error', 0, 'mse'],
  ['R\u00b2', 'share of the variance explained', 3, 'r2'],
  ['R\u00b2 log', 'share of the variance of log(1 + units) explained', 3, 'r2_log1p'],
  ['RMSSE', "error over that of repeating last week's value", 3, 'rmsse'],
] as const;

const COLUMNS: Column[] = [
  ...POINT.map(([name, explains, digits, key]) => ({
    name,
    explains,
    digits,
    group: 'median',
    of: (block: ScoreBlock) => block.p50[key],
  })),
  ...POINT.slice(0, 4).map(([name, explains, digits, key]) => ({
    name,
    explains,
    digits,
    group: 'mean',
    of: (block: ScoreBlock) => block.mean?.[key],
  })),
  {
    name: 'wQL',
    explains: 'weighted quantile loss',
    digits: 3,
    group: 'range',
    of: ({ quantiles }) => quantiles?.wql,
  },
  {
    name: 'pinball',
    explains: 'mean pinball loss in units',
    digits: 2,
    group: 'range',
    of: ({ quantiles }) => quantiles?.pinball,
  },
  {
    name: 'within 80%',
    explains: 'share of actual values in the 80% range, in whole units',
    digits: 3,
    group: 'range',
    of: ({ quantiles }) => quantiles?.coverage_rounded,
  },
  {
    name: 'width',
    explains: 'mean width of the 80% range in units',
    digits: 1,
    group: 'range',
    of: ({ quantiles }) => quantiles?.width,
  },
];

/** One row a model; columns in which no model has a figure are left out. */
export function scoreTable(rows: readonly { name: string; block: ScoreBlock }[]): Html {
  const columns = COLUMNS.filter((column) => rows.some(({ block }) => typeof column.of(block) === 'number'));
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
          ${groups.map(({ name, width }) => html`<th class="group" colspan="${width}">${name}</th>`)}
        </tr>
        <tr>
          <th>model</th>
          ${columns.map((column) => html`<th title="${column.explains}">${column.name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ name, block }) =>
            html`<tr class="${name}">
              <th>${name}</th>
              ${columns.map(
                (column) =>
                  html`<td class="${starts(column) ? 'edge' : ''}">
                    ${figure(column.of(block), column.digits)}
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function figure(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined) return '\u2013';
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return text.replace('-', '\u2212');
}
