import { useMemo, useState } from 'preact/hooks';
import { orderSentence } from '../../components/orderSentence';
import { warningText } from '../../components/warningText';
import { day, units } from '../../components/format';
import { Pager } from '../../components/Pager';
import { Term } from '../../components/Term';
import { inARow, t } from '../../languages/speech';
import type { OrderRun } from '../order/orderRun';
import type { SheetResult } from './sheetRun';
import { WideTable } from '../../components/WideTable';

const PAGE = 100;
const LONGEST_TEXT = 200;

const COLUMNS = {
  line: { value: (result: SheetResult) => result.line },
  description: { value: (result: SheetResult) => result.description.toLowerCase() },
  mean: { value: (result: SheetResult) => result.forecast.total.mean },
  p10: { value: (result: SheetResult) => result.forecast.total.p10 },
  p90: { value: (result: SheetResult) => result.forecast.total.p90 },
  warnings: { value: (result: SheetResult) => result.forecast.warnings.length },
} as const;
type Column = keyof typeof COLUMNS;
const TEXT_COLUMNS: Column[] = ['description', 'warnings'];
/** Columns next to the orders, so that a narrow window shows them without scrolling. */
const NAMES: Column[] = ['line', 'description'];
const FIGURES: Column[] = ['mean', 'p10', 'p90', 'warnings'];

interface ResultTableProps {
  results: SheetResult[];
  /** The orders of the lines; null if none were requested. */
  orderRun: OrderRun | null;
}

/** The forecasts of a sheet: sortable, a hundred per page. */
export function ResultTable({ results, orderRun }: ResultTableProps) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'mean', down: true });
  const [offset, setOffset] = useState(0);
  const sorted = useMemo(() => sortBy(results, sort.by, sort.down), [results, results.length, sort]);
  const sums = useMemo(() => totalsOf(results), [results, results.length]);
  const weeks = results[0]!.forecast.forecast.map(({ week }) => week);
  // Lines may start in different weeks.
  const sameWeeks = results.every(({ forecast }) => forecast.forecast[0]?.week === weeks[0]);
  const shown = sorted.slice(offset, offset + PAGE);
  const widest = Math.max(...shown.map(({ forecast }) => forecast.total.p90), 1e-9);
  const choose = (by: Column) => {
    setSort({ by, down: sort.by === by ? !sort.down : by !== 'description' && by !== 'line' });
    setOffset(0);
  };
  const head = (column: Column) => (
    <th
      key={column}
      scope="col"
      class={TEXT_COLUMNS.includes(column) ? '' : 'number'}
      aria-sort={sort.by === column ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" onClick={() => choose(column)}>
        {t(`sheets.head.${column}`)}
        <span aria-hidden="true">{sort.by === column ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
  return (
    <section class="card" aria-label={t('sheets.table')}>
      <p class="figure-caption">
        {inARow([
          ...(weeks.length > 0 ? [t('sheets.units_in', { count: weeks.length })] : []),
          t('sheets.range_note'),
        ])}
      </p>
      <WideTable label={t('sheets.table_scrolls')}>
        <table>
          <thead>
            <tr>
              {NAMES.map(head)}
              {orderRun && (
                <th scope="col" class="number">
                  {t('sheets.head.order')}
                </th>
              )}
              {FIGURES.map(head)}
              {weeks.map((week, at) => (
                <th key={week} scope="col" class="number">
                  {sameWeeks ? day(week) : t('sheets.week', { week: at + 1 })}
                </th>
              ))}
            </tr>
            <tr class="sums" data-testid="sums">
              <td />
              <th scope="row">{t('sheets.head.together')}</th>
              {orderRun && <td class="number">{units(orderRun.totals.units)}</td>}
              <td class="number">{units(sums.mean)}</td>
              <td colSpan={3} />
              {sums.weeks.map((mean, at) => (
                <td key={at} class="number">
                  {units(mean)}
                </td>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((result) => (
              <Row key={result.line} result={result} widest={widest} orderRun={orderRun} />
            ))}
          </tbody>
        </table>
      </WideTable>
      <Pager offset={offset} size={PAGE} total={sorted.length} onOffset={setOffset} />
    </section>
  );
}

interface RowProps {
  result: SheetResult;
  widest: number;
  orderRun: OrderRun | null;
}

function Row({ result, widest, orderRun }: RowProps) {
  const { total, warnings } = result.forecast;
  const order = orderRun?.orders.get(result.line);
  const at = (value: number) => `${((100 * value) / widest).toFixed(1)}%`;
  return (
    <tr>
      <td class="number">{result.line}</td>
      <td class="text">
        <span dir="auto">{clipped(result.description)}</span>
        {result.sku && <small>{clipped(result.sku)}</small>}
        <span
          class="range"
          style={{ '--low': at(total.p10), '--high': at(total.p90), '--mean': at(total.mean) }}
        />
      </td>
      {orderRun && (
        <td class="number">
          {order ? (
            <Term explain={orderSentence(order, orderRun.termsOf(result))}>{units(order.quantity)}</Term>
          ) : (
            '–'
          )}
        </td>
      )}
      <td class="number">{units(total.mean)}</td>
      <td class="number">{units(total.p10)}</td>
      <td class="number">{units(total.p90)}</td>
      <td class="warnings">
        {warnings.map((warning) => (
          <Term key={warning.code + warning.field} explain={warningText(warning)}>
            {t(`warnings.short.${warning.code}`)}
          </Term>
        ))}
      </td>
      {result.forecast.forecast.map(({ week, mean }) => (
        <td key={week} class="number">
          {units(mean)}
        </td>
      ))}
    </tr>
  );
}

/** Means add up: over weeks and over products. */
function totalsOf(results: readonly SheetResult[]): { mean: number; weeks: number[] } {
  const sums = { mean: 0, weeks: new Array<number>(results[0]!.forecast.forecast.length).fill(0) };
  for (const { forecast } of results) {
    sums.mean += forecast.total.mean;
    forecast.forecast.forEach(({ mean }, at) => (sums.weeks[at]! += mean));
  }
  return sums;
}

function clipped(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)} …` : text;
}

function sortBy(results: SheetResult[], by: Column, down: boolean): SheetResult[] {
  const value = COLUMNS[by].value;
  const sign = down ? -1 : 1;
  return [...results].sort((a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
}
