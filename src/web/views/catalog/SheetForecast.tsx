import { useEffect, useState } from 'preact/hooks';
import { onReachable } from '../../api/client';
import { FailureNote } from '../../components/Notes';
import { t } from '../../languages/speech';
import { downloadCsv, downloadXlsx } from './downloadResults';
import type { BadLine } from './readSheet';
import { SheetOrders } from '../order/SheetOrders';
import { ResultTable } from './ResultTable';
import type { SheetRun } from './sheetRun';
import { TogetherCard } from './TogetherCard';

const REDRAW_MS = 200;
const SHOWN = 500;

interface SheetForecastProps {
  run: SheetRun;
  /** Category columns that both the sheet and the model have. */
  categories: readonly string[];
}

/** A sheet in progress: refused lines with their reasons, then the forecasts. */
export function SheetForecast({ run, categories }: SheetForecastProps) {
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
  useEffect(() => (run.failure ? onReachable(run.failure, goOn) : undefined), [run.failure]);
  return (
    <>
      <ProgressCard run={run} onGoOn={goOn} />
      {state !== 'running' && run.results.length > 0 && (
        <>
          <TogetherCard
            items={run.results.map(({ asked }) => asked.item)}
            lineOf={(index) => run.results[index]!.line}
            categories={categories}
            weeks={run.weeks}
          />
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
          <ResultTable results={run.results} orderRun={run.orderRun} />
        </>
      )}
    </>
  );
}

/** The progress of a sheet, and the lines without a forecast. */
function ProgressCard({ run, onGoOn }: { run: SheetRun; onGoOn: () => void }) {
  const { state } = run;
  return (
    <section class="card form" aria-labelledby="progress-title">
      <div class="card-head">
        <h2 id="progress-title">
          <span role="status">{headline(run)}</span>
        </h2>
        {state === 'running' && (
          <button type="button" onClick={() => run.stop()}>
            {t('sheets.stop')}
          </button>
        )}
        {state !== 'running' && run.results.length > 0 && (
          <div class="actions">
            <button type="button" class="primary" onClick={() => void downloadXlsx(run)}>
              {t('sheets.download_xlsx')}
            </button>
            <button type="button" onClick={() => void downloadCsv(run)}>
              {t('sheets.download_csv')}
            </button>
          </div>
        )}
      </div>
      {state === 'running' && (
        <progress aria-label={t('sheets.lines_answered')} max={run.total} value={run.answered} />
      )}
      {run.failure && <FailureNote error={run.failure} retry={onGoOn} />}
      {state === 'broken' && (
        <p class="actions">
          {t('sheets.unanswered', { count: run.unanswered.length })}
          {!run.failure && (
            <button type="button" onClick={onGoOn}>
              {t('sheets.go_on')}
            </button>
          )}
        </p>
      )}
      {run.told.map((sentence) => (
        <p key={sentence} class="figure-caption">
          {t('sheets.note', { sentence })}
        </p>
      ))}
      {run.bad.length > 0 && (
        <Lines title={t('sheets.bad_lines', { count: run.bad.length })} lines={run.bad} id="bad-lines" />
      )}
      {run.leftOut.length > 0 && (
        <Lines
          title={t('sheets.left_out', { count: run.leftOut.length })}
          lines={run.leftOut}
          id="left-out"
        />
      )}
    </section>
  );
}

function headline({ state, results, answered, total }: SheetRun): string {
  return state === 'running'
    ? t('sheets.answered', { count: total, answered })
    : t('sheets.forecast_of', { count: total, forecast: results.length });
}

function Lines({ title, lines, id }: { title: string; lines: BadLine[]; id: string }) {
  return (
    <details>
      <summary>{title}</summary>
      <ul data-testid={id} tabIndex={0}>
        {lines.slice(0, SHOWN).map(({ line, reason }, index) => (
          <li key={index}>{t('common.line', { line: String(line), reason })}</li>
        ))}
      </ul>
      {lines.length > SHOWN && <p>{t('sheets.more', { count: lines.length - SHOWN })}</p>}
    </details>
  );
}
