import { mondayOf, type Week } from '../../src/common/week';
import { pairedBootstrap } from '../../src/evaluation/uncertainty/pairedBootstrap';
import type { DemandPanel } from '../../src/ingest/panel';
import type { EvaluatedCase } from './evaluatedForecasts';
import type { Recorded } from './replayRun';

/** Recorded forecasts are kept in single precision. */
const SAME = 1e-5;
/** Of cases that differ. */
const SHOWN = 20;

/** A week of a product: what it sold, and medians of its forecasts. */
interface Row {
  sku: string;
  week: Week;
  task: string;
  /** First sold after training. */
  isLate: boolean;
  actual: number;
  live: number;
  frozen: number;
  /** NaN where nothing was trained again. */
  retrained: number;
}

type Method = 'live' | 'frozen' | 'retrained';

/** What a replay shows: equality with the backtest, and errors by week and by group with their intervals. */
export class ReplayReport {
  private readonly rows: Row[] = [];
  private readonly others: { sku: string; origin: Week; task: string; difference: number }[] = [];
  private same = 0;
  private cases = 0;

  /** Cases of an origin, of which a server recorded forecasts. */
  add(
    cases: readonly EvaluatedCase[],
    { panel, start }: { panel: DemandPanel; start: Week },
    server: Recorded,
    retrained: Recorded | null,
  ): void {
    for (const { case: one, truth, live: evaluated, frozen } of cases) {
      const { sku, origin, record, task } = one;
      const live = server.medians.get(origin)?.get(sku);
      if (!live) continue;
      const other = retrained?.medians.get(origin)?.get(sku);
      const differences = live.map(
        (value, s) => Math.abs(value - evaluated[s]) / Math.max(1, value, evaluated[s]),
      );
      const difference = Math.max(...differences);
      if (difference <= SAME) this.same++;
      else this.others.push({ sku, origin, task, difference });
      this.cases++;
      const isLate = panel.firstWeek + panel.firstSale[panel.skus.indexOf(sku)] >= start;
      truth.units.forEach((actual, h) =>
        this.rows.push({
          ...{ sku, week: record.origin + h, task, isLate, actual },
          ...{ live: live[h], frozen: frozen[h], retrained: other?.[h] ?? NaN },
        }),
      );
    }
  }

  lines(): string[] {
    const { rows } = this;
    const weeks = [...new Set(rows.map(({ week }) => week))].sort((a, b) => a - b);
    const groups: [string, Row[]][] = [
      ...weeks.map((week): [string, Row[]] => [mondayOf(week), rows.filter((row) => row.week === week)]),
      ['all', rows],
      ...['NEW', 'YOUNG', 'KNOWN'].map((task): [string, Row[]] => [
        task,
        rows.filter((row) => row.task === task),
      ]),
      ['launched after training', rows.filter(({ isLate }) => isLate)],
      ['the same, once sold', rows.filter(({ isLate, task }) => isLate && task !== 'NEW')],
    ];
    return [
      `Equal to the backtest: ${this.same} of ${this.cases} cases within ${SAME}; differences of others, over the larger of the two and 1:`,
      ...this.others
        .sort((a, b) => b.difference - a.difference)
        .slice(0, SHOWN)
        .map((one) => `  ${one.difference.toExponential(1)} ${one.task} ${one.sku} ${mondayOf(one.origin)}`),
      'WAPE of weekly medians: (a) live neighbours, (b) frozen ones, (c) trained again; differences with 95% intervals over products',
      ...groups.map(([name, own]) => `${name.padEnd(24)} ${figures(own)}`),
    ];
  }
}

function figures(rows: readonly Row[]): string {
  if (rows.length === 0) return 'none';
  const isRetrained = rows.some(({ retrained }) => !Number.isNaN(retrained));
  return [
    `(a) ${wape(rows, 'live')}  (b) ${wape(rows, 'frozen')}  a - b ${difference(rows, 'live', 'frozen')}`,
    ...(isRetrained
      ? [`(c) ${wape(rows, 'retrained')}  c - a ${difference(rows, 'retrained', 'live')}`]
      : []),
    `${rows.length} rows`,
  ].join('  ');
}

function wape(rows: readonly Row[], method: Method): string {
  const known = rows.filter((row) => !Number.isNaN(row[method]));
  const units = known.reduce((sum, { actual }) => sum + actual, 0);
  const error = known.reduce((sum, row) => sum + Math.abs(row[method] - row.actual), 0);
  return (error / units).toFixed(4);
}

function difference(rows: readonly Row[], a: Method, b: Method): string {
  const paired = pairedBootstrap(
    rows
      .map((row) => ({ ...row, gap: Math.abs(row[a] - row.actual) - Math.abs(row[b] - row.actual) }))
      .filter(({ gap }) => !Number.isNaN(gap)),
  );
  if (!paired) return 'not known';
  const { low, high } = paired;
  const interval = low === null || high === null ? '' : ` [${low.toFixed(4)}, ${high.toFixed(4)}]`;
  return `${paired.difference.toFixed(4)}${interval}`;
}
