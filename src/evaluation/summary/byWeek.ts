import type { Task } from '../../contract/evaluation/task';
import type { TaskReport } from '../../contract/evaluation/taskReport';
import type { Week } from '../../common/week';
import { type Backtest, forecastOf } from '../backtest/backtest';
import type { Step } from '../methods/forecaster';
import { TEXT_AWARE } from '../../contract/modelNames';
import { block } from '../metrics/score';
import { rowsOf } from './modelScores';

interface WeekCases {
  actual: number[];
  steps: Step[];
  skus: Set<string>;
}

/** Figures of the text-aware model, with its first seed, in each forecast week with sales. */
export function byWeek(backtest: Backtest, task: Task): TaskReport['by_week'] {
  const run = backtest.runs.find(({ name }) => name === TEXT_AWARE);
  if (!run) return undefined;
  const weeks = new Map<Week, WeekCases>();
  for (const i of rowsOf(backtest, task)) {
    const { record } = backtest.cases[i];
    const { weeks: steps } = forecastOf(run, i);
    backtest.truth[i].units.forEach((units, h) => {
      const cases = weeks.get(record.origin + h) ?? { actual: [], steps: [], skus: new Set() };
      weeks.set(record.origin + h, cases);
      cases.actual.push(units);
      cases.steps.push(steps[h]);
      cases.skus.add(backtest.cases[i].sku);
    });
  }
  return [...weeks]
    .sort(([a], [b]) => a - b)
    .flatMap(([, { actual, steps, skus }]) => {
      const { p50, quantiles } = block(actual, steps);
      if (p50.wape === null || p50.bias === null || !quantiles) return [];
      return [{ wape: p50.wape, bias: p50.bias, coverage: quantiles.coverage_rounded, products: skus.size }];
    });
}
