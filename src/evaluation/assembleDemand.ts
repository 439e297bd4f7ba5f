import { certain } from '../common/certain';
import type { DemandEvaluation } from '../contract/evaluation/demandEvaluation';
import { type Task, TASKS } from '../contract/evaluation/task';
import type { TaskReport } from '../contract/evaluation/taskReport';
import { ENGLISH } from '../languages/english';
import { verdictOfEvaluation } from '../languages/verdict/verdict';
import { mondayOf } from '../common/week';
import type { DemandPanel } from '../ingest/panel';
import { type Backtest, forecastOf } from './backtest/backtest';
import { totalStep } from './metrics/score';
import {
  isSimple,
  NUMERIC_ONLY,
  SHUFFLED,
  SHUFFLED_PROMOTIONS,
  TEXT_AWARE,
  TEXT_ONLY,
  WITHOUT_PROMOTIONS,
} from '../contract/modelNames';
import { promotedWeeks } from './promotions/promotedWeeks';
import { averageOfBestTwo } from './summary/bestTwo';
import { byWeek } from './summary/byWeek';
import { calibrationPoints } from './summary/calibrationPoints';
import { compareModels, type Comparison } from './summary/compareModels';
import { examplesOf } from './summary/examples';
import { lagDepthCurves, youngByAge } from './summary/lagDepthCurves';
import { type ModelScore, modelScores, rowsOf } from './summary/modelScores';
import { nearDuplicates } from './summary/nearDuplicates';
import { roundFigures } from './summary/roundFigures';
import { tierCurves, tierScores, tierThresholds } from './summary/tiers';

export interface EvaluationContext {
  data: DemandEvaluation['data'];
  panel: DemandPanel;
  horizon: number;
  /** Week indices, ascending. */
  origins: readonly number[];
  seeds: readonly number[];
  encoder: string | null;
}

/** The complete report, from the forecasts of a backtest. */
export function assembleEvaluation(backtest: Backtest, context: EvaluationContext): DemandEvaluation {
  const runs = backtest.runs.filter(
    ({ name }) => name !== WITHOUT_PROMOTIONS && name !== SHUFFLED_PROMOTIONS,
  );
  const candidates = [...new Set(runs.map((run) => run.name))].filter((name) => name !== SHUFFLED);
  const withAverage = { ...backtest, runs: [...runs, ...averageOfBestTwo(backtest, candidates)] };
  const promotions = promotedWeeks(backtest);
  const scored = TASKS.map((task) => [task, modelScores(withAverage, task)] as const);
  const scores = new Map(scored.filter(([, models]) => models.length > 0));
  const tasks = [...scores.keys()];
  const reports = tasks.map((task) =>
    taskReport(withAverage, task, certain(scores.get(task), `scores of ${task}`), context),
  );
  const run = (name: string) => withAverage.runs.find((one) => one.name === name);
  const shown = run(TEXT_AWARE) ?? run(scores.get(tasks[0])?.[0].name ?? '');
  const curved = [TEXT_AWARE, NUMERIC_ONLY];
  const found: Omit<DemandEvaluation, 'verdict'> = {
    format: 1,
    mode: 'demand',
    created: new Date().toISOString(),
    data: context.data,
    horizon: context.horizon,
    encoder: context.encoder,
    origins: context.origins.map((origin) => mondayOf(context.panel.firstWeek + origin)),
    seeds: [...context.seeds],
    tasks: reports,
    ...(promotions && { promotions }),
    lag_depth: lagDepthCurves(withAverage),
    young_by_age: youngByAge(withAverage, curved),
    near_duplicates: nearDuplicates(context.panel, withAverage, curved),
    learning_curve: run(TEXT_AWARE)?.learning ?? [],
    examples: tasks
      .filter((task) => task !== 'YOUNG')
      .flatMap((task) => (shown ? examplesOf(withAverage, task, shown, run(NUMERIC_ONLY)) : [])),
  };
  return roundFigures({ ...found, verdict: verdictOfEvaluation(ENGLISH, found) });
}

function taskReport(
  backtest: Backtest,
  task: Task,
  scores: readonly ModelScore[],
  { panel, horizon, origins }: EvaluationContext,
): TaskReport {
  return {
    task,
    models: [...scores],
    unavailable: backtest.unavailable
      .filter(({ tasks }) => tasks.includes(task))
      .map(({ name, reason }) => ({ name, reason })),
    comparisons: comparisonsOf(backtest, task, scores),
    tiers: tiersOf(
      backtest,
      task,
      scores,
      tierThresholds(pastTotals(panel, task, Math.min(...origins), horizon)),
    ),
    calibration: scores.flatMap(({ name, score: { total } }) =>
      total.quantiles ? [{ model: name, points: calibrationPoints(total.quantiles) }] : [],
    ),
    by_week: byWeek(backtest, task),
  };
}

/**
 * The text-aware model against every other, then the control (shuffled descriptions against numeric-only), then every
 * other model and average against the best simple method.
 */
function comparisonsOf(backtest: Backtest, task: Task, scores: readonly ModelScore[]): Comparison[] {
  const others = scores.map(({ name }) => name).filter((name) => name !== TEXT_AWARE);
  const simple = others.find(isSimple);
  const pairs = [
    ...others.map((name) => [TEXT_AWARE, name] as const),
    [SHUFFLED, NUMERIC_ONLY] as const,
    [TEXT_ONLY, NUMERIC_ONLY] as const,
    ...(simple === undefined
      ? []
      : others.filter((name) => !isSimple(name) && name !== SHUFFLED).map((name) => [name, simple] as const)),
  ];
  return pairs.flatMap(([a, b]) => compareModels(backtest, task, scores, a, b) ?? []);
}

function tiersOf(
  backtest: Backtest,
  task: Task,
  scores: readonly ModelScore[],
  thresholds: [number, number],
): TaskReport['tiers'] {
  if (thresholds.some(Number.isNaN)) return null;
  const rows = rowsOf(backtest, task);
  const actual = rows.map((i) => backtest.truth[i].units.reduce((sum, units) => sum + units, 0));
  const first = (name: string) =>
    certain(
      backtest.runs.find((run) => run.name === name),
      `run of ${name}`,
    );
  const curved = [TEXT_AWARE, NUMERIC_ONLY, scores.find(({ name }) => isSimple(name))?.name];
  return {
    thresholds,
    models: scores.map(({ name }) => {
      const totals = rows.map((i) => totalStep(forecastOf(first(name), i)));
      return {
        model: name,
        ...tierScores(
          actual,
          totals.map(({ p50 }) => p50),
          thresholds,
        ),
        ...(curved.includes(name) && { curves: tierCurves(actual, totals, thresholds) }),
      };
    }),
  };
}

/**
 * Totals over a horizon before the first origin: of launches for NEW, of the last weeks of products on sale for the
 * others.
 */
function pastTotals(panel: DemandPanel, task: Task, origin: number, horizon: number): number[] {
  return panel.skus.flatMap((_, sku) => {
    const launch = panel.firstSale[sku];
    const start = task === 'NEW' ? launch : origin - horizon;
    if (start + horizon > origin || (task === 'NEW' ? launch === 0 : launch > start)) return [];
    const weeks = panel.units.subarray(panel.at(sku, start), panel.at(sku, start + horizon));
    const total = weeks.reduce((sum, units) => sum + units, 0);
    return total > 0 ? [total] : [];
  });
}
