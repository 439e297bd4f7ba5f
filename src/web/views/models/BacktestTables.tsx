import type { Manifest } from '../../../contract/manifest';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { figure } from '../../components/format';
import { MODEL_TERMS, TASK_TITLES } from '../../components/modelTerms';
import { SCORE_COLUMNS } from '../../components/scoreColumns';

type Row = FigureRow & { figures: Record<string, number> };

/** Figures as the manifest names them, as the page does. */
const KNOWN: Record<string, Omit<FigureColumn<Row>, 'of'>> = {
  'WAPE of p50, weekly': SCORE_COLUMNS.week,
  'WAPE of the total (mean)': SCORE_COLUMNS.total,
  'wQL, weekly': SCORE_COLUMNS.range,
  'rounded coverage of p10 to p90': SCORE_COLUMNS.within,
  'bias of the total (mean)': SCORE_COLUMNS.bias,
};

/** The backtest on a model's card: a table for each kind of product. */
export function BacktestTables({ metrics }: { metrics: Manifest['metrics'] }) {
  const tasks = Object.entries(metrics);
  if (tasks.length === 0) return <p class="card-note">This model brings no figures of a backtest.</p>;
  return (
    <div class="backtests">
      {tasks.map(([task, models]) => {
        const title = TASK_TITLES[task] ?? 'Backtest';
        const rows = Object.entries(models).map(([name, figures]) => ({
          name,
          figures,
          explain: MODEL_TERMS[name],
          strong: name === 'text-aware',
        }));
        return (
          <div key={task}>
            <h3>{title}</h3>
            <FigureTable label={title} rows={rows} columns={columnsOf(rows)} />
          </div>
        );
      })}
    </div>
  );
}

/** Of two errors of the total one is enough on a card. */
const LEFT_OUT = 'WAPE of the total (p50)';

/** Known figures in their order, then any other under its own name. */
function columnsOf(rows: Row[]): FigureColumn<Row>[] {
  const there = new Set(rows.flatMap(({ figures }) => Object.keys(figures)));
  const keys = [...Object.keys(KNOWN), ...[...there].filter((key) => !(key in KNOWN) && key !== LEFT_OUT)];
  return keys.map((key) => ({
    ...(KNOWN[key] ?? { name: key, show: figure }),
    of: ({ figures }) => figures[key],
  }));
}
