import { groupedBy } from '../../common/groupedBy';
import { keysOf, recordOf } from '../../common/keysOf';
import { certain } from '../../common/certain';
import type { ScoreBlock, TaskScore } from '../../contract/evaluation/scores';
import type { Task } from '../../contract/evaluation/task';
import { type Backtest, forecastOf, type Run } from '../backtest/backtest';
import { type CaseTruth, scoreTask } from '../metrics/score';
import { deviation, meanOfKnown } from '../../common/statistics';

/** One model on one task: the mean of every figure over its seeds, and how far these lie apart. */
export interface ModelScore {
  name: string;
  score: TaskScore;
  seeds: number;
  /** Standard deviations over seeds of the weekly WAPE of p50 and of the WAPE of the total's mean (or p50). */
  spread: { weekly_wape: number; total_wape: number };
}

/** Scores of every model that forecasts the task, best weekly WAPE first. */
export function modelScores(backtest: Backtest, task: Task): ModelScore[] {
  const rows = rowsOf(backtest, task);
  if (rows.length === 0) return [];
  const truth = rows.map((i) => backtest.truth[i]);
  return [...bySeed(backtest.runs)]
    .filter(([, runs]) => runs[0].forecasts[rows[0]] !== null)
    .map(([name, runs]) => {
      const scores = runs.map((run) => scoreRows(truth, run, rows));
      return {
        name,
        score: averaged(scores),
        seeds: runs.length,
        spread: {
          weekly_wape: deviation(scores.map((score) => score.weekly.p50.wape ?? 0)),
          total_wape: deviation(scores.map((score) => (score.total.mean ?? score.total.p50).wape ?? 0)),
        },
      };
    })
    .sort((a, b) => (a.score.weekly.p50.wape ?? 0) - (b.score.weekly.p50.wape ?? 0));
}

/** Places of a task's cases in the backtest's arrays. */
export function rowsOf({ cases }: Backtest, task: Task): number[] {
  return cases.flatMap((one, i) => (one.task === task ? [i] : []));
}

/** The runs of each model, one a seed. */
export function bySeed(runs: readonly Run[]): Map<string, Run[]> {
  return groupedBy(runs, ({ name }) => name);
}

/** Scores of some cases that all of one model's runs forecast, by their places; the mean of every figure over the runs. */
export function scoreOf({ truth }: Backtest, runs: readonly Run[], rows: readonly number[]): TaskScore {
  const known = rows.map((i) => truth[i]);
  return averaged(runs.map((run) => scoreRows(known, run, rows)));
}

function scoreRows(truth: readonly CaseTruth[], run: Run, rows: readonly number[]): TaskScore {
  return scoreTask(
    truth,
    rows.map((i) => forecastOf(run, i)),
  );
}

function averaged(scores: readonly TaskScore[]): TaskScore {
  const [first] = scores;
  return {
    ...first,
    weekly: averagedBlock(scores.map((score) => score.weekly)),
    total: { ...averagedBlock(scores.map((score) => score.total)), direct: first.total.direct },
  };
}

/** The mean of every figure; null where a block lacks it. */
export function averagedBlock(blocks: readonly ScoreBlock[]): ScoreBlock {
  return {
    p50: averagedFigures(blocks.map((block) => block.p50)),
    mean: blocks[0].mean && averagedFigures(blocks.map(({ mean }) => certain(mean, 'score of means'))),
    quantiles:
      blocks[0].quantiles &&
      averagedFigures(blocks.map(({ quantiles }) => certain(quantiles, 'score of quantiles'))),
  };
}

/** The mean of each figure; null where one is null. */
function averagedFigures<T extends { [K in keyof T]: number | null }>(all: readonly T[]): T {
  return recordOf(keysOf(all[0]), (name) => meanOfKnown(all.map((one) => one[name] as number | null))) as T;
}
