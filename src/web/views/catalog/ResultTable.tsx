import { useMemo, useState } from 'preact/hooks';
import { count, units } from '../../components/format';
import { downloadResults } from './downloadResults';
import type { SheetResult } from './SheetForecast';

const PAGE = 100;

const COLUMNS = {
  line: { name: 'Line', value: (result: SheetResult) => result.line },
  description: { name: 'Product', value: (result: SheetResult) => result.description.toLowerCase() },
  mean: { name: 'Expected', value: (result: SheetResult) => result.forecast.total.mean },
  p10: { name: '80% range', value: (result: SheetResult) => result.forecast.total.p10 },
  warnings: { name: 'Warnings', value: (result: SheetResult) => result.forecast.warnings.length },
} as const;
type Column = keyof typeof COLUMNS;

/** The forecasts of a sheet, sortable, a hundred a page, with a download of all. */
export function ResultTable({ results, name }: { results: SheetResult[]; name: string }) {
  const [sort, setSort] = useState<{ by: Column; down: boolean }>({ by: 'mean', down: true });
  const [page, setPage] = useState(0);
  const sorted = useMemo(() => sortBy(results, sort.by, sort.down), [results, sort]);
  const pages = Math.ceil(sorted.length / PAGE);
  const choose = (by: Column) => {
    setSort({ by, down: sort.by === by ? !sort.down : by !== 'description' && by !== 'line' });
    setPage(0);
  };
  return (
    <section class="card" aria-label="Forecasts of the sheet">
      <div class="actions">
        <button type="button" class="primary" onClick={() => downloadResults(results, name)}>
          Download as CSV
        </button>
        <Pager page={page} pages={pages} total={sorted.length} onPage={setPage} />
      </div>
      <div class="table-wrap" tabIndex={0} role="group" aria-label="Table of forecasts, scrolls sideways">
        <table>
          <thead>
            <tr>
              {(Object.keys(COLUMNS) as Column[]).map((column) => (
                <th
                  key={column}
                  scope="col"
                  class={column === 'description' ? '' : 'number'}
                  aria-sort={sort.by === column ? (sort.down ? 'descending' : 'ascending') : undefined}
                >
                  <button type="button" onClick={() => choose(column)}>
                    {COLUMNS[column].name}
                    {sort.by === column && (sort.down ? ' ↓' : ' ↑')}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(page * PAGE, (page + 1) * PAGE).map((result) => (
              <tr key={result.line}>
                <td class="number">{result.line}</td>
                <td class="text" dir="auto">
                  {result.description.slice(0, 200)}
                </td>
                <td class="number">{units(result.forecast.total.mean)}</td>
                <td class="number">
                  {units(result.forecast.total.p10)} to {units(result.forecast.total.p90)}
                </td>
                <td class="text">{result.forecast.warnings.map((warning) => warning.message).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface PagerProps {
  page: number;
  pages: number;
  total: number;
  onPage: (page: number) => void;
}

function Pager({ page, pages, total, onPage }: PagerProps) {
  if (pages < 2) return null;
  return (
    <>
      <button type="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        Earlier
      </button>
      <span class="figure-caption" role="status">
        {count(page * PAGE + 1)} to {count(Math.min(total, (page + 1) * PAGE))} of {count(total)}
      </span>
      <button type="button" disabled={page === pages - 1} onClick={() => onPage(page + 1)}>
        Later
      </button>
    </>
  );
}

function sortBy(results: SheetResult[], by: Column, down: boolean): SheetResult[] {
  const value = COLUMNS[by].value;
  const sign = down ? -1 : 1;
  return [...results].sort((a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
}
