import type { PairedComparison } from '../contract/evaluation/comparison';
import type { TaskScore } from '../contract/evaluation/scores';
import { type Task, TASKS } from '../contract/evaluation/task';
import type { Comparison, TaskComparison } from '../contract/jobs';
import type { Manifest } from '../contract/manifest';
import { type Backtest, forecastOf, type Run } from '../evaluation/backtest/backtest';
import { isSimple, TEXT_AWARE } from '../contract/modelNames';
import { extentOf, figuresOf } from '../evaluation/summary/backtestFigures';
import { modelScores, rowsOf } from '../evaluation/summary/modelScores';
import { pairedBootstrap, type PairedRow } from '../evaluation/uncertainty/pairedBootstrap';
import { type BothTested, CHAMPION } from './backtestBoth';
import { isSurelyNotWorse } from './promotion';

/** The comparison, and the figures for the new model's manifest. */
export interface Compared {
  comparison: Comparison;
  metrics: Manifest['metrics'];
  tested?: Manifest['tested'];
}

/** The new model's training method compared with the active model, paired over products. */
export function compareBoth(
  { result, origins, reason, reasons, unseen }: BothTested,
  champion: string | null,
): Compared {
  const about = { champion, reason, reasons, origins, unseen };
  if (!result) {
    const nothing = { weeks: 0, tasks: [], pooled: null, surely_not_worse: false };
    return {
      comparison: { ...about, ...nothing, sentence: sentenceOf(reason, null) + caution(unseen) },
      metrics: {},
    };
  }
  const scores = TASKS.flatMap((task) => {
    const models = modelScores(result, task).map(({ name, score }) => ({ name, score }));
    return models.length > 0 ? [{ task, models }] : [];
  });
  const tasks = scores.map(({ task, models }) => compared(result, task, models));
  const weekly = reason === null ? weeklyPairs(result, [...result.cases.keys()]) : [];
  const pooled = pairedBootstrap(weekly);
  const error = championError(weekly);
  const weeks = new Set(
    result.cases.flatMap(({ record }, row) => result.truth[row].units.map((_, h) => record.origin + h)),
  );
  return {
    comparison: {
      ...about,
      weeks: weeks.size,
      tasks,
      pooled,
      surely_not_worse: isSurelyNotWorse(pooled, error, tasks),
      sentence: sentenceOf(reason, pooled) + caution(unseen),
    },
    metrics: Object.fromEntries(scores.map(({ task, models }) => [task, shownFigures(models)])),
    tested: Object.fromEntries(scores.map(({ task, models }) => [task, extentOf(models[0].score)])),
  };
}

interface Scored {
  name: string;
  score: TaskScore;
}

function compared(result: Backtest, task: Task, models: readonly Scored[]): TaskComparison {
  const of = (name: string) => models.find((model) => model.name === name);
  const [challenger, champion] = [of(TEXT_AWARE), of(CHAMPION)];
  const simple = bestSimple(models);
  const rows = rowsOf(result, task);
  return {
    task,
    products: models[0].score.skus,
    challenger: errorsOf(challenger),
    champion: champion ? errorsOf(champion) : null,
    simple: simple ? { name: simple.name, ...errorsOf(simple) } : null,
    difference: champion ? pairedBootstrap(weeklyPairs(result, rows)) : null,
  };
}

/** `models` must be sorted, the best first. */
function bestSimple(models: readonly Scored[]): Scored | undefined {
  return models.find(({ name }) => name !== CHAMPION && isSimple(name));
}

function errorsOf(model: Scored | undefined): TaskComparison['challenger'] {
  const weekly = model?.score.weekly;
  return {
    wape: weekly?.p50.wape ?? null,
    bias: weekly?.p50.bias ?? null,
    coverage: weekly?.quantiles?.coverage_rounded ?? null,
  };
}

function shownFigures(models: readonly Scored[]): Manifest['metrics'][string] {
  const shown = models.filter((model) => model.name === TEXT_AWARE || model === bestSimple(models));
  return Object.fromEntries(shown.map(({ name, score }) => [name, figuresOf(score)]));
}

interface WeeklyPair extends PairedRow {
  /** |active model's median - actual|. */
  champion: number;
}

/** The weeks of some cases with the forecasts of both models; empty if one was not tested. */
function weeklyPairs({ cases, truth, runs }: Backtest, rows: readonly number[]): WeeklyPair[] {
  const run = (name: string) => runs.find((one) => one.name === name);
  const [challenger, champion] = [run(TEXT_AWARE), run(CHAMPION)];
  if (!challenger || !champion) return [];
  return rows.flatMap((row) =>
    truth[row].units.map((actual, h) => {
      const error = (one: Run) => Math.abs(forecastOf(one, row).weeks[h].p50 - actual);
      const { sku, record } = cases[row];
      const gap = error(challenger) - error(champion);
      return { sku, week: record.origin + h, actual, gap, champion: error(champion) };
    }),
  );
}

function championError(pairs: readonly WeeklyPair[]): number | null {
  const units = pairs.reduce((sum, { actual }) => sum + actual, 0);
  return units > 0 ? pairs.reduce((sum, { champion }) => sum + champion, 0) / units : null;
}

function sentenceOf(reason: string | null, pooled: PairedComparison | null): string {
  if (reason !== null) return `The two models are not compared: ${reason}.`;
  if (!pooled) return 'The two models are not compared: nothing was sold in the weeks tested.';
  const { difference, low, high, skus, weeks } = pooled;
  const on = `on ${skus} products and ${weeks} weeks that neither was trained on`;
  const interval =
    low === null || high === null
      ? 'too few products for an interval'
      : `95% interval ${signed(low)} to ${signed(high)}`;
  const way = difference < 0 ? 'lower' : 'higher';
  const apart =
    Math.abs(difference) < SHOWN
      ? "The new model's weekly error is that of the active one"
      : `The new model's weekly error (WAPE) is ${Math.abs(difference).toFixed(3)} ${way} than the active one's`;
  return `${apart} (${interval}), ${on}.`;
}

/** A warning about weeks that the new model has not seen. */
function caution(unseen: number): string {
  if (unseen === 0) return '';
  const weeks = unseen === 1 ? 'The last week' : `The last ${unseen} weeks`;
  return ` ${weeks} that the active model was trained on the new one has not seen: take it only where those are not to count.`;
}

/** Smaller differences are shown as zero. */
const SHOWN = 5e-4;

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}
