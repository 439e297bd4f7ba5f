import type { Manifest } from '../../../contract/manifest';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { figure } from '../../components/format';
import { isTask, methodName, methodTerm, taskTitle } from '../../components/methods';
import { scoreColumns } from '../../components/scoreColumns';
import { t } from '../../languages/speech';

type Row = FigureRow & { figures: Record<string, number> };

/** The manifest's figures with the page's names. */
function knownColumns(): Record<string, Omit<FigureColumn<Row>, 'of'>> {
  const { week, total, range, within, bias } = scoreColumns();
  return {
    'WAPE of p50, weekly': week,
    'WAPE of the total (mean)': total,
    'wQL, weekly': range,
    'rounded coverage of p10 to p90': within,
    'bias of the total (mean)': bias,
  };
}

/** A model's backtest: one table for each kind of product. */
export function BacktestTables({ metrics }: { metrics: Manifest['metrics'] }) {
  const tasks = Object.entries(metrics);
  if (tasks.length === 0) return <p class="card-note">{t('models.card.noFigures')}</p>;
  return (
    <div class="backtests">
      {tasks.map(([task, models]) => {
        const title = isTask(task) ? taskTitle(task) : t('models.card.backtest');
        const rows = Object.entries(models).map(([name, figures]) => ({
          name,
          figures,
          title: methodName(name),
          explain: methodTerm(name),
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

/** One of the two errors of the total is enough on a card. */
const LEFT_OUT = 'WAPE of the total (p50)';

/** Known figures in a fixed order, then others under their own names. */
function columnsOf(rows: Row[]): FigureColumn<Row>[] {
  const known = knownColumns();
  const there = new Set(rows.flatMap(({ figures }) => Object.keys(figures)));
  const keys = [...Object.keys(known), ...[...there].filter((key) => !(key in known) && key !== LEFT_OUT)];
  return keys.map((key) => ({
    ...(known[key] ?? { name: key, show: figure }),
    of: ({ figures }) => figures[key],
  }));
}
