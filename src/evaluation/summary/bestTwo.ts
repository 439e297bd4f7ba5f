import { byTask, type Task } from '../../contract/evaluation/task';
import { type Backtest, forecastOf, type Run } from '../backtest/backtest';
import type { CaseForecast, Step } from '../methods/forecaster';
import { BEST_TWO } from '../../contract/modelNames';
import { bySeed, rowsOf } from './modelScores';

/**
 * The mean of the forecasts of the two models with the smallest weekly WAPE on the first half of the origins, chosen
 * for each task; `names` are the candidates. One run for each seed of the two.
 */
export function averageOfBestTwo(backtest: Backtest, names: readonly string[]): Run[] {
  const runs = bySeed(backtest.runs.filter((run) => names.includes(run.name)));
  const pairs = byTask((task) => chosen(backtest, task, runs));
  const all = Object.values(pairs).flat();
  const seeds = Math.max(0, ...all.map((own) => own.length));
  return Array.from({ length: seeds }, (_, seed) => ({
    name: BEST_TWO,
    seed,
    random: all.some(([run]) => run.random),
    byDepth: new Map(),
    learning: [],
    forecasts: backtest.cases.map((one, i) => {
      const pair = pairs[one.task];
      if (pair.length < 2) return null;
      const [a, b] = pair.map((own) => forecastOf(own[Math.min(seed, own.length - 1)], i));
      return averageOf(a, b);
    }),
  }));
}

/** The runs of each of the two models; of fewer where there are none. */
function chosen(backtest: Backtest, task: Task, runs: ReadonlyMap<string, Run[]>): Run[][] {
  const origins = [...new Set(backtest.cases.map((one) => one.origin))].sort((a, b) => a - b);
  const half = new Set(origins.slice(0, Math.ceil(origins.length / 2)));
  const rows = rowsOf(backtest, task).filter((i) => half.has(backtest.cases[i].origin));
  const errors = [...runs.values()].flatMap((own) => {
    const [run] = own;
    if (rows.length === 0 || rows.some((i) => run.forecasts[i] === null)) return [];
    let error = 0;
    for (const i of rows) {
      backtest.truth[i].units.forEach((actual, h) => {
        error += Math.abs(forecastOf(run, i).weeks[h].p50 - actual);
      });
    }
    return [{ own, error }];
  });
  return errors
    .sort((a, b) => a.error - b.error)
    .slice(0, 2)
    .map(({ own }) => own);
}

function averageOf(a: CaseForecast, b: CaseForecast): CaseForecast {
  const weeks = a.weeks.map((step, h) => averageStep(step, b.weeks[h]));
  return a.total && b.total ? { weeks, total: averageStep(a.total, b.total) } : { weeks };
}

function averageStep(a: Step, b: Step): Step {
  const both = (x: number | undefined, y: number | undefined) =>
    x === undefined || y === undefined ? undefined : (x + y) / 2;
  return {
    p10: both(a.p10, b.p10),
    p50: (a.p50 + b.p50) / 2,
    p90: both(a.p90, b.p90),
    mean: both(a.mean, b.mean),
  };
}
