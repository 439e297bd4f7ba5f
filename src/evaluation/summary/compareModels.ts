import { certain } from '../../common/certain';
import type { Outcome, PairedComparison } from '../../contract/evaluation/comparison';
import type { Task } from '../../contract/evaluation/task';
import { type Backtest, forecastOf, type Run } from '../backtest/backtest';
import type { Step } from '../methods/forecaster';
import { totalStep } from '../metrics/score';
import { mean } from '../../common/statistics';
import { outcomeOf, seedSpread } from '../uncertainty/outcome';
import { pairedBootstrap, type PairedRow } from '../uncertainty/pairedBootstrap';
import { bySeed, type ModelScore, rowsOf } from './modelScores';

/** How model `a` compares with `b` on one task. */
export interface Comparison {
  a: string;
  b: string;
  /** Of the weeks' p50. */
  weekly: PairedComparison;
  /** Of the total's mean, or p50 where a model gives no mean. */
  total: PairedComparison;
  seed_spread: number;
  /** By weekly WAPE. */
  outcome: Outcome;
}

/** Null if one of the two does not forecast the task, or nothing was sold. */
export function compareModels(
  backtest: Backtest,
  task: Task,
  scores: readonly ModelScore[],
  a: string,
  b: string,
): Comparison | null {
  const [scoreA, scoreB] = [a, b].map((name) => scores.find((score) => score.name === name));
  if (!scoreA || !scoreB) return null;
  const runs = bySeed(backtest.runs);
  const runsOf = (name: string) => certain(runs.get(name), `run of ${name}`);
  const pairs = pairSeeds(runsOf(a), runsOf(b));
  const rows = rowsOf(backtest, task);
  const weekly = pairedBootstrap(weeklyRows(backtest, rows, pairs));
  const total = pairedBootstrap(totalRows(backtest, rows, pairs));
  if (!weekly || !total) return null;
  const spread = seedSpread(
    [scoreA, scoreB].map(({ name, seeds, spread: { weekly_wape: deviation } }) => ({
      random: runsOf(name)[0].random,
      seeds,
      deviation,
    })),
  );
  return { a, b, weekly, total, seed_spread: spread, outcome: outcomeOf(weekly, spread) };
}

/** Pairs runs by seed; a model without seeds is paired with each seed of the other. */
function pairSeeds(a: readonly Run[], b: readonly Run[]): [Run, Run][] {
  const count = Math.max(a.length, b.length);
  return Array.from({ length: count }, (_, i) => [
    a[Math.min(i, a.length - 1)],
    b[Math.min(i, b.length - 1)],
  ]);
}

function* weeklyRows(
  { cases, truth }: Backtest,
  rows: readonly number[],
  pairs: readonly [Run, Run][],
): Generator<PairedRow> {
  for (const i of rows) {
    for (const [h, actual] of truth[i].units.entries()) {
      const error = (run: Run) => Math.abs(forecastOf(run, i).weeks[h].p50 - actual);
      const gap = mean(pairs.map(([a, b]) => error(a) - error(b)));
      yield { sku: cases[i].sku, week: cases[i].record.origin + h, actual, gap };
    }
  }
}

function* totalRows(
  { cases, truth }: Backtest,
  rows: readonly number[],
  pairs: readonly [Run, Run][],
): Generator<PairedRow> {
  for (const i of rows) {
    const actual = truth[i].units.reduce((sum, units) => sum + units, 0);
    const error = (run: Run) => Math.abs(pointOf(totalStep(forecastOf(run, i))) - actual);
    yield { sku: cases[i].sku, actual, gap: mean(pairs.map(([a, b]) => error(a) - error(b))) };
  }
}

function pointOf({ mean: average, p50 }: Step): number {
  return average ?? p50;
}
