import { sum } from '../../common/statistics';
import type { HeadKind } from '../../contract/head';
import type { ExpectedWeeks } from '../../contract/monitoring';
import type { Spread } from '../../contract/spread';
import { featureNames } from '../../features/featureVector';
import { type AnswerShape } from '../network/answers';
import { type Calibration, calibrate, type HeldOut } from '../head/calibration';
import type { DemandPanel } from '../../ingest/panel';
import type { DemandDataset } from './demandDataset';
import { similarColumns } from './demandInputs';
import { type DemandOptions, SCALE } from './demandOptions';
import { ROW_KIND } from './demandRows';
import { expectedWeeks } from './expected';
import { heldOutSpread } from './heldOutSpread';
import { fitStack } from './fitStack';
import { stackedAnswers, type StackedAnswers } from './stackedAnswers';
import type { Worth } from './stackWorth';
import { heldOutAnswers, heldOutRows, heldOutWeeks, tableRows } from './heldOut';
import { preparedFit } from './preparedFit';
import { fitNetwork } from '../network/fitNetwork';
import { fitStopped, type LearningCurve, type StoppedFit } from '../network/fitStopped';
import type { TrainedHead } from '../head/headGraph';
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
  const heldOut = heldOutRows(dataset, firstWeek);

  let calibrations: Calibration[] | null = null;
  let expected: ExpectedWeeks[] = [];
  let spread: Spread | null = null;
  const nothing = { rows: [], quantiles: new Float32Array() };
  let { stack, worth } = fitStack(dataset, kind, answers, nothing);
  let stopped: StoppedFit | null = null;
  const first = await preparedFit(dataset, kind, options, firstWeek);
  if (heldOut.warm.length > 0 && first) {
    const watched = [...heldOut.cold, ...heldOut.warm];
    stopped = await fitStopped(
      first.table,
      tableRows(first.all, watched, answers.series),
      answers,
      chance,
      { ...first.network, ...options.stop },
      new Random(options.seed + 1000),
      (step, loss) => onStep(step, 2 * steps, loss),
    );
    const { trained } = stopped;
    const answered = async (chosen: readonly number[]) => ({
      rows: chosen,
      quantiles: await heldOutAnswers(trained, first.all, chosen),
    });
    ({ stack, worth } = fitStack(dataset, kind, answers, await answered(watched)));
    const mixed = async (chosen: readonly number[]) =>
      heldOutRecords(
        dataset,
        chosen,
        answers,
        await stackedAnswers(dataset, kind, answers, await answered(chosen), stack),
      );
    const calibrate = calibrateOn(dataset, options, answers);
    const group = async (name: 'cold' | 'warm') => {
      const records = await mixed(heldOut[name]);
      return { rows: heldOut[name], records, calibration: calibrate(records, name) };
    };
    const groups = { cold: await group('cold'), warm: await group('warm') };
    calibrations = [groups.cold.calibration, groups.warm.calibration];
    expected = expectedWeeks(dataset, groups, answers);
    spread = heldOutSpread(dataset, groups.warm, answers, soldWhole(panel));
  }
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
    calibrations,
    groupColumn: names.indexOf('has_history'),
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

/** Held-out rows with what the stack answers and what came. */
function heldOutRecords(
  { rows }: DemandDataset,
  chosen: readonly number[],
  { series, quantiles }: AnswerShape,
  answered: StackedAnswers,
): HeldOut[] {
  const width = series * quantiles.length;
  return chosen.map((row, place) => ({
    quantiles: answered.quantiles.subarray(place * width, (place + 1) * width),
    actual: rows.units.subarray(row * series, (row + 1) * series),
    mean: sum(answered.means.subarray(place * (series - 1), (place + 1) * (series - 1))),
  }));
}

/** Calibration of cold or of warm records; weeks are pooled, the total stands alone. */
function calibrateOn({ panel }: DemandDataset, { calibration }: DemandOptions, answers: AnswerShape) {
  const { series } = answers;
  const weeks = Array.from({ length: series - 1 }, (_, index) => index);
  const whole = soldWhole(panel);
  const unit = (latent: number) => (whole ? Math.round(toUnits(latent, SCALE)) : toUnits(latent, SCALE));
  return (records: readonly HeldOut[], group: 'cold' | 'warm') =>
    calibrate(records, [weeks, [series - 1]], answers, unit, calibration[group]);
}

function soldWhole({ units }: DemandPanel): boolean {
  return units.every((week) => Number.isNaN(week) || Number.isInteger(week));
}

function answerShape({ horizon, quantiles }: DemandOptions): AnswerShape {
  return { series: horizon + 1, quantiles, floor: -FARTHEST, ceiling: FARTHEST };
}
