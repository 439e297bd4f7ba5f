import { useEffect, useState } from 'preact/hooks';
import { FailureNote } from '../../components/Notes';
import { count, counted } from '../../components/format';
import { downloadResults } from './downloadResults';
import type { BadLine } from './readSheet';
import { SheetOrders } from '../order/SheetOrders';
import { ResultTable } from './ResultTable';
import type { SheetRun } from './sheetRun';
import { TogetherCard } from './TogetherCard';

const REDRAW_MS = 200;
const SHOWN = 500;

/** A sheet on its way: progress, lines that were refused with their reasons, then the forecasts. */
export function SheetForecast({ run }: { run: SheetRun }) {
  const [, redraw] = useState(0);
  const { state } = run;
  useEffect(() => {
    if (state !== 'running') return undefined;
    const timer = setInterval(() => redraw((tick) => tick + 1), REDRAW_MS);
    return () => clearInterval(timer);
  }, [state]);
  const goOn = () => {
    void run.goOn();
    redraw((tick) => tick + 1);
  };
  return (
    <>
      <section class="card form" aria-labelledby="progress-title">
        <div class="card-head">
          <h2 id="progress-title">
            <span role="status">{headline(run)}</span>
          </h2>
          {state === 'running' && (
            <button type="button" onClick={() => run.stop()}>
              Stop
            </button>
          )}
          {state !== 'running' && run.results.length > 0 && (
            <button type="button" class="primary" onClick={() => downloadResults(run)}>
              Download as CSV
            </button>
          )}
        </div>
        {state === 'running' && <progress aria-label="Lines answered" max={run.total} value={run.answered} />}
        {run.failure && <FailureNote error={run.failure} retry={goOn} />}
        {state === 'broken' && (
          <p class="actions">
            {counted(run.unanswered.length, 'line')} without an answer yet.
            {!run.failure && (
              <button type="button" onClick={goOn}>
                Go on
              </button>
            )}
          </p>
        )}
        {run.told.map((sentence) => (
          <p key={sentence} class="figure-caption">
            Note: {sentence}.
          </p>
        ))}
        {run.bad.length > 0 && (
          <Lines
            title={`${counted(run.bad.length, 'line')} without a forecast, with the reason`}
            lines={run.bad}
            id="bad-lines"
          />
        )}
        {run.leftOut.length > 0 && (
          <Lines
            title={`${counted(run.leftOut.length, 'cell')} left out, with the reason`}
            lines={run.leftOut}
            id="left-out"
          />
        )}
      </section>
      {state !== 'running' && run.results.length > 0 && (
        <>
          {run.results[0]!.forecast.forecast.length > 0 && (
            <SheetOrders
              results={run.results}
              run={run.orderRun}
              onRun={(orders) => {
                run.orderRun = orders;
                redraw((tick) => tick + 1);
              }}
              onDone={() => redraw((tick) => tick + 1)}
            />
          )}
          <TogetherCard what="the sheet" items={run.results.map(({ asked }) => asked.item)} />
          <ResultTable results={run.results} orders={run.orderRun?.orders ?? null} />
        </>
      )}
    </>
  );
}

function headline({ state, results, answered, total }: SheetRun): string {
  if (state === 'running') return `${count(answered)} of ${counted(total, 'line')} answered`;
  return `${count(results.length)} of ${counted(total, 'product')} forecast`;
}

function Lines({ title, lines, id }: { title: string; lines: BadLine[]; id: string }) {
  return (
    <details>
      <summary>{title}</summary>
      <ul data-testid={id} tabIndex={0}>
        {lines.slice(0, SHOWN).map(({ line, reason }, index) => (
          <li key={index}>
            Line {line}: {reason}
          </li>
        ))}
      </ul>
      {lines.length > SHOWN && <p>and {count(lines.length - SHOWN)} more; all are in the download.</p>}
    </details>
  );
}
