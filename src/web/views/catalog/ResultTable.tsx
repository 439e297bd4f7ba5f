import { useMemo, useState } from 'preact/hooks';
import type { Warning } from '../../../contract/forecasting';
import type { Order } from '../../../contract/orders';
import { units, weeksInWords } from '../../components/format';
import { Pager } from '../../components/Pager';
import { Term } from '../../components/Term';
import type { SheetResult } from './sheetRun';

const PAGE = 100;
const LONGEST_TEXT = 200;

const COLUMNS = {
  line: { name: 'Line', value: (result: SheetResult) => result.line },
  description: { name: 'Product', value: (result: SheetResult) => result.description.toLowerCase() },
  mean: { name: 'Expected', value: (result: SheetResult) => result.forecast.total.mean },
  p10: { name: 'Low', value: (result: SheetResult) => result.forecast.total.p10 },
  p90: { name: 'High', value: (result: SheetResult) => result.forecast.total.p90 },
  warnings: { name: 'Warnings', value: (result: SheetResult) => result.forecast.warnings.length },
} as const;
type Column = keyof typeof COLUMNS;
const TEXT_COLUMNS: Column[] = ['description', 'warnings'];

const WARNINGS: Record<Warning['code'], string> = {
  unfamiliar_text: 'unfamiliar text',
  price_out_of_range: 'unusual price',
  history_out_of_range: 'unusual sales',
  unknown_weeks: 'unknown weeks',
  price_effect_unknown: 'price effect unknown',
  unfamiliar_promotion: 'unfamiliar promotion',
  unseen_category: 'unknown category',
  far_ahead: 'far ahead',
  past_date: 'in the past',
  unknown_sku: 'unknown code',
  text_truncated: 'text cut',
  not_read: 'not read',
  other_shop: 'of another shop',
};

interface ResultTableProps {
  results: SheetResult[];
  /** Orders by line; null where none were asked for. */
  orders: ReadonlyMap<number, Order> | null;
}

/** The forecasts of a sheet, sortable, a hundred a page. */
export function ResultTable({ results, orders }: ResultTableProps) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'mean', down: true });
  const [offset, setOffset] = useState(0);
  const sorted = useMemo(() => sortBy(results, sort.by, sort.down), [results, results.length, sort]);
  const weeks = results[0]!.forecast.forecast.length;
  const shown = sorted.slice(offset, offset + PAGE);
  const widest = Math.max(...shown.map(({ forecast }) => forecast.total.p90), 1e-9);
  const choose = (by: Column) => {
    setSort({ by, down: sort.by === by ? !sort.down : by !== 'description' && by !== 'line' });
    setOffset(0);
  };
  return (
    <section class="card" aria-label="Forecasts of the sheet">
      <p class="figure-caption">
        {weeks > 0 ? `Units in ${weeksInWords(weeks)}. ` : ''}8 products in 10 sell between low and high.
      </p>
      <div class="table-wrap" tabIndex={0} role="group" aria-label="Table of forecasts, scrolls sideways">
        <table>
          <thead>
            <tr>
              {(Object.keys(COLUMNS) as Column[]).map((column) => (
                <th
                  key={column}
                  scope="col"
                  class={TEXT_COLUMNS.includes(column) ? '' : 'number'}
                  aria-sort={sort.by === column ? (sort.down ? 'descending' : 'ascending') : undefined}
                >
                  <button type="button" onClick={() => choose(column)}>
                    {COLUMNS[column].name}
                    <span aria-hidden="true">{sort.by === column ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
                  </button>
                </th>
              ))}
              {orders && (
                <th scope="col" class="number">
                  Order
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((result) => (
              <Row
                key={result.line}
                result={result}
                widest={widest}
                order={orders && (orders.get(result.line) ?? 'none')}
              />
            ))}
          </tbody>
        </table>
      </div>
      <Pager offset={offset} size={PAGE} total={sorted.length} onOffset={setOffset} />
    </section>
  );
}

interface RowProps {
  result: SheetResult;
  widest: number;
  /** Null where no orders were asked for. */
  order: Order | 'none' | null;
}

function Row({ result, widest, order }: RowProps) {
  const { total, warnings } = result.forecast;
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
      <td class="number">{units(total.mean)}</td>
      <td class="number">{units(total.p10)}</td>
      <td class="number">{units(total.p90)}</td>
      <td class="warnings">
        {warnings.map((warning) => (
          <Term key={warning.code + warning.field} explain={`${warning.message}.`}>
            {WARNINGS[warning.code]}
          </Term>
        ))}
      </td>
      {order && (
        <td class="number">
          {order === 'none' ? '–' : <Term explain={order.sentence}>{units(order.quantity)}</Term>}
        </td>
      )}
    </tr>
  );
}

function clipped(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)} …` : text;
}

function sortBy(results: SheetResult[], by: Column, down: boolean): SheetResult[] {
  const value = COLUMNS[by].value;
  const sign = down ? -1 : 1;
  return [...results].sort((a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
}
