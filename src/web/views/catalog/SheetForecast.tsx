import { useEffect, useRef, useState } from 'preact/hooks';
import type { ItemForecast } from '../../../contract/forecasting';
import { streamForecasts } from '../../api/stream';
import { FailureNote } from '../../components/Notes';
import { count } from '../../components/format';
import { rowItem, type Columns } from './columns';
import type { BadLine, Sheet } from './readSheet';
import { ResultTable } from './ResultTable';

/** A line of the sheet with its forecast. */
export interface SheetResult {
  line: number;
  description: string;
  sku: string;
  forecast: ItemForecast;
}

interface Progress {
  results: SheetResult[];
  bad: BadLine[];
  answered: number;
  failure: Error | null;
  finished: boolean;
}

const REDRAW_MS = 200;

/** Streams a sheet through the server: progress, results as they come, lines that were refused with their reasons. */
export function SheetForecast({ sheet, columns }: { sheet: Sheet; columns: Columns }) {
  const progress = useRef<Progress>({
    results: [],
    bad: [...sheet.problems],
    answered: 0,
    failure: null,
    finished: false,
  });
  const [, redraw] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setInterval(() => redraw((tick) => tick + 1), REDRAW_MS);
    run(sheet, columns, progress.current, controller.signal).finally(() => {
      clearInterval(timer);
      progress.current.finished = true;
      redraw((tick) => tick + 1);
    });
    return () => {
      clearInterval(timer);
      controller.abort();
    };
  }, []);
  const { results, bad, answered, failure, finished } = progress.current;
  const total = sheet.rows.length;
  return (
    <>
      <section class="card form" aria-labelledby="progress-title">
        <h2 id="progress-title">
          <span role="status">
            {finished
              ? `${count(results.length)} of ${count(total)} products forecast`
              : `${count(answered)} of ${count(total)} lines answered`}
          </span>
        </h2>
        {!finished && <progress aria-label="Lines answered" max={total} value={answered} />}
        {failure && <FailureNote error={failure} />}
        {bad.length > 0 && <BadLines bad={bad} />}
      </section>
      {finished && results.length > 0 && <ResultTable results={results} name={sheet.name} />}
    </>
  );
}

function BadLines({ bad }: { bad: BadLine[] }) {
  return (
    <details>
      <summary>{count(bad.length)} lines without a forecast, with their reasons</summary>
      <ul data-testid="bad-lines">
        {bad.slice(0, 500).map(({ line, reason }) => (
          <li key={line}>
            Line {line}: {reason}
          </li>
        ))}
      </ul>
      {bad.length > 500 && <p>and {count(bad.length - 500)} more; all are in the download.</p>}
    </details>
  );
}

async function run(sheet: Sheet, columns: Columns, progress: Progress, signal: AbortSignal): Promise<void> {
  const items: Record<string, unknown>[] = [];
  const lines: number[] = [];
  sheet.rows.forEach((row, index) => {
    const outcome = rowItem(row, columns);
    if ('item' in outcome) {
      items.push(outcome.item);
      lines.push(sheet.lines[index]!);
    } else {
      progress.bad.push({ line: sheet.lines[index]!, reason: outcome.reason });
      progress.answered++;
    }
  });
  const onResult: Parameters<typeof streamForecasts>[1] = (result) => {
    const line = lines[result.index]!;
    const item = items[result.index]!;
    progress.answered++;
    if ('error' in result) progress.bad.push({ line, reason: result.error });
    else {
      const { description, sku = '' } = item as { description: string; sku?: string };
      progress.results.push({ line, description, sku, forecast: result.forecast });
    }
  };
  try {
    await streamForecasts(items, onResult, signal);
  } catch (error) {
    if (!signal.aborted) progress.failure = error as Error;
  }
}
