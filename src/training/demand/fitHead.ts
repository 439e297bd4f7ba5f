import { sum } from '../../common/statistics';
import type { HeadKind } from '../../contract/head';
import type { ExpectedWeeks } from '../../contract/monitoring';
import type { Spread } from '../../contract/spread';
import { featureNames } from '../../features/featureVector';
import { type AnswerShape } from '../network/answers';
import type { DemandPanel } from '../../ingest/panel';
import { type Calibration, calibrate, type HeldOut, uncalibrated } from '../head/calibration';
import type { DemandDataset } from './demandDataset';
import { similarColumns } from './demandInputs';
import { type DemandOptions, SCALE } from './demandOptions';
import { ROW_KIND } from './demandRows';
import { expectedWeeks } from './expected';
import { expectedOfLaunches } from './expectedOfLaunches';
import { fitLaunchRange } from './fitLaunchRange';
import { heldOutSpread } from './heldOutSpread';
import { fitStack } from './fitStack';
import { stackedAnswers, type StackedAnswers } from './stackedAnswers';
import type { Worth } from './stackWorth';
import { heldOutWeeks } from './heldOut';
import { innerFits } from './innerFits';
import { preparedFit } from './preparedFit';
import { fitNetwork } from '../network/fitNetwork';
import type { LearningCurve } from '../network/fitStopped';
import { fitRidge } from '../network/ridge';
import type { TrainedHead } from '../head/headGraph';
import { quantilesAround } from '../head/launchRange';
import type { Stack } from '../head/stack';
import type { Effect } from './response/effect';
import { planFactor, withoutPlans } from './response/planFactor';
import { Random } from '../../common/random';
import { toUnits } from '../head/scale';

/** Answers lie within this many spreads from the level. */
const FARTHEST = 8;
/** Steps where no week can be held out to tell how many are best. */
const UNWATCHED_STEPS = 100;

/** A head, and how the first fit's errors fell; null where nothing could be held out. */
export interface FittedHead {
  head: TrainedHead;
  curve: LearningCurve | null;
  /** Training steps of the last fit. */
  steps: number;
  /** How its answers for new products go with their price. */
  newProducts: Effect;
  /** What it is worth beside the best simple method; empty where nothing could be held out. */
  worth: Worth[];
  /** Its errors in the weeks held out. */
  expected: ExpectedWeeks[];
  /** How sales scatter around its answers; null where nothing could be held out. */
  spread: Spread | null;
}

/**
 * Fits one kind of head on a dataset: a first fit without the last weeks finds how long to train and calibrates the
 * second, which sees all. The same seed gives the same head.
 */
export async function fitHead(
  given: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  onStep: (step: number, steps: number, loss: number) => void = () => {},
): Promise<FittedHead> {
  const { panel } = given;
  const firstWeek = panel.weeks - heldOutWeeks(panel.weeks, options);
  const plan = planFactor(given, kind, firstWeek);
  const dataset = { ...given, rows: withoutPlans(given, kind, plan.factor) };
  const { rows } = dataset;
  const answers = answerShape(options);
  const chance = (row: number) => (rows.kind[row] === ROW_KIND.launch ? 1 : options.share);
  const { steps } = options.train;
  const { stopped, heldOut } = await innerFits(dataset, kind, options, answers, chance, (step, loss) =>
    onStep(step, 2 * steps, loss),
  );
  const { stack, worth } = fitStack(dataset, kind, answers, heldOut);
  const mixed = await Promise.all(
    heldOut.map(async (window) =>
      heldOutRecords(
        dataset,
        window.rows,
        answers,
        await stackedAnswers(dataset, kind, answers, window, stack),
      ),
    ),
  );
  const launchRange = rangeOfLaunches(dataset, kind, options, stack);
  const isLaunch = ({ row }: { row: number }) => rows.kind[row] === ROW_KIND.launch;
  const warm = mixed.flat().filter((record) => !isLaunch(record));
  const cold = mixed
    .flat()
    .filter(isLaunch)
    .map((record) => ({
      ...record,
      quantiles: launchRange
        ? quantilesAround(record.quantiles, launchRange, options.quantiles)
        : record.quantiles,
    }));
  const calibrations = [
    { ...uncalibrated(answers.series), mean: launchRange?.mean ?? 1 },
    calibrateOn(dataset, options, answers)(warm),
  ];
  const group = (records: typeof warm, calibration: Calibration) => ({
    rows: records.map(({ row }) => row),
    records,
    calibration,
  });
  const groups = { cold: group(cold, calibrations[0]), warm: group(warm, calibrations[1]) };
  const expected = heldOut.length > 0 ? expectedWeeks(dataset, groups, answers) : [];
  const spread = heldOut.length > 0 ? heldOutSpread(dataset, groups.warm, answers, soldWhole(panel)) : null;
  const last = (await preparedFit(dataset, kind, options, panel.weeks))!;
  const best = stopped ? stopped.steps : Math.min(steps, UNWATCHED_STEPS);
  const network = await fitNetwork(
    last.table,
    answers,
    chance,
    { ...last.network, train: { ...last.network.train, steps: best } },
    new Random(options.seed),
    {
      every: options.stop.every,
      look: (step, loss) => {
        onStep(steps + step, steps + best, loss);
        return Promise.resolve(false);
      },
    },
  );
  const names = featureNames(dataset.context);
  const head = {
    featureColumns: names.length,
    similar: similarColumns(kind),
    dimension: dataset.dimension,
    transform: last.transform,
    network,
    scale: SCALE,
    anchor: last.anchor,
    stack,
    ridge: fitRidge(last.table, answers.series),
    calibrations,
    groupColumn: names.indexOf('has_history'),
    launchRange,
    promotions: last.transform.promo ? dataset.knownPromotions : null,
    factor: plan.factor,
  };
  return {
    head,
    curve: stopped?.curve ?? null,
    steps: best,
    newProducts: plan.newProducts,
    worth,
    expected,
    spread,
  };
}

/** The range of new products, by every launch so far. */
function rangeOfLaunches(dataset: DemandDataset, kind: HeadKind, { quantiles }: DemandOptions, stack: Stack) {
  const expected = (part: 'weeks' | 'mean') => expectedOfLaunches(dataset, kind, stack, part);
  return fitLaunchRange(dataset.rows, { middle: expected('weeks'), mean: expected('mean') }, quantiles);
}

/** Held-out rows with what the stack answers and what came. */
function heldOutRecords(
  { rows }: DemandDataset,
  chosen: readonly number[],
  { series, quantiles }: AnswerShape,
  answered: StackedAnswers,
): (HeldOut & { row: number })[] {
  const width = series * quantiles.length;
  return chosen.map((row, place) => ({
    row,
    product: rows.sku[row],
    quantiles: answered.quantiles.subarray(place * width, (place + 1) * width),
    actual: rows.units.subarray(row * series, (row + 1) * series),
    mean: sum(answered.means.subarray(place * (series - 1), (place + 1) * (series - 1))),
  }));
}

/** Calibration of records with history; weeks are pooled, the total stands alone. */
function calibrateOn({ panel }: DemandDataset, { calibration }: DemandOptions, answers: AnswerShape) {
  const { series } = answers;
  const weeks = Array.from({ length: series - 1 }, (_, index) => index);
  const whole = soldWhole(panel);
  const unit = (latent: number) => (whole ? Math.round(toUnits(latent, SCALE)) : toUnits(latent, SCALE));
  return (records: readonly HeldOut[]) =>
    calibrate(records, [weeks, [series - 1]], answers, unit, calibration);
}

function soldWhole({ units }: DemandPanel): boolean {
  return units.every((week) => Number.isNaN(week) || Number.isInteger(week));
}

function answerShape({ horizon, quantiles }: DemandOptions): AnswerShape {
  return { series: horizon + 1, quantiles, floor: -FARTHEST, ceiling: FARTHEST };
}
