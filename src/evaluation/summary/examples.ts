import type { DemandEvaluation } from '../../contract/evaluation/demandEvaluation';
import type { Task } from '../../contract/evaluation/task';
import { mondayOf } from '../../common/week';
import { type Backtest, forecastOf, type Run } from '../backtest/backtest';
import { totalStep } from '../metrics/score';
import { rowsOf } from './modelScores';

type Example = DemandEvaluation['examples'][number];

const EACH = 3;
const HISTORY_WEEKS = 16;

/**
 * Forecasts next to actual sales, among the better-selling half, each product once: those with the most accurate total
 * (by relative error), and those with the largest error in units.
 */
export function examplesOf(
  backtest: Backtest,
  task: Task,
  model: Run,
  numericOnly: Run | undefined,
): Example[] {
  const judged = rowsOf(backtest, task)
    .filter((i) => model.forecasts[i] !== null)
    .map((i) => {
      const sold = backtest.truth[i].units.reduce((sum, units) => sum + units, 0);
      return { i, sold, miss: Math.abs(totalStep(forecastOf(model, i)).p50 - sold) };
    })
    .sort((a, b) => b.sold - a.sold);
  const selling = judged.slice(0, Math.ceil(judged.length / 2)).filter((one) => one.sold > 0);
  const good = firstOfEach(
    backtest,
    [...selling].sort((a, b) => a.miss / a.sold - b.miss / b.sold),
    new Set(),
  );
  const shown = new Set(good.map((i) => backtest.cases[i].sku));
  const bad = firstOfEach(
    backtest,
    [...selling].sort((a, b) => b.miss - a.miss),
    shown,
  );
  return [
    ...good.map((i) => example(backtest, i, 'good', model, numericOnly)),
    ...bad.map((i) => example(backtest, i, 'bad', model, numericOnly)),
  ];
}

function firstOfEach({ cases }: Backtest, judged: readonly { i: number }[], without: Set<string>): number[] {
  const seen = new Set(without);
  const picked: number[] = [];
  for (const { i } of judged) {
    if (picked.length === EACH) break;
    if (seen.has(cases[i].sku)) continue;
    seen.add(cases[i].sku);
    picked.push(i);
  }
  return picked;
}

function example(
  { cases, truth }: Backtest,
  i: number,
  kind: Example['kind'],
  model: Run,
  numericOnly: Run | undefined,
): Example {
  const { task, sku, origin, record } = cases[i];
  return {
    task,
    kind,
    sku,
    description: record.description,
    origin: mondayOf(origin),
    history: record.history
      .slice(-HISTORY_WEEKS)
      .filter(({ units }) => !Number.isNaN(units))
      .map(({ week, units }) => ({ week: mondayOf(week), units })),
    forecast: forecastOf(model, i).weeks.map((step, h) => ({
      week: mondayOf(record.origin + h),
      actual: truth[i].units[h],
      p10: step.p10 ?? null,
      p50: step.p50,
      p90: step.p90 ?? null,
      numeric_only: numericOnly?.forecasts[i]?.weeks[h].p50 ?? null,
    })),
  };
}
