import { certain } from '../../common/certain';
import { concatenated } from '../../common/rows';
import type { HeadKind } from '../../contract/head';
import { STACK_GROUPS } from '../../contract/stackParts';
import type { ExpectedWeeks } from '../../contract/monitoring';
import type { Spread } from '../../contract/spread';
import { featureNames } from '../../features/featureVector';
import { type AnswerShape } from '../network/answers';
import type { DemandPanel } from '../../ingest/panel';
import type { DemandDataset } from './demandDataset';
import { firstSeasonWeek, similarColumns } from './similarColumns';
import { type DemandOptions, SCALE } from './demandOptions';
import { ROW_KIND } from './demandRows';
import { expectedWeeks } from './expected';
import { fitCalibrations } from './fitCalibrations';
import { fitLaunchRange } from './fitLaunchRange';
import { heldOutRecords, servedRecords } from './heldOutRecords';
import { heldOutSpread } from './heldOutSpread';
import { fitStack } from './fitStack';
import type { HeldOutAnswers } from './stackCases';
import { stackedAnswers } from './stackedAnswers';
import type { Worth } from './stackWorth';
import { heldOutWeeks } from './heldOut';
import { innerFits } from './innerFits';
import { mostSold } from './mostSold';
import { preparedFit } from './preparedFit';
import { fitNetwork } from '../network/fitNetwork';
import type { LearningCurve } from '../network/fitStopped';
import { fitRidge } from '../network/ridge';
import type { Calibrated } from '../head/calibratedUnits';
import type { TrainedHead } from '../head/headGraph';
import type { Stack } from '../head/stack';
import type { Effect } from './response/effect';
import { planFactor, withoutPlans } from './response/planFactor';
import { Random } from '../../common/random';
import { withoutSeason } from './withoutSeason';

/** Answers are at most this many spreads from the level. */
const FARTHEST = 8;
/** Half-width that rounding to whole units adds to a week's range. */
const HALF_A_UNIT = 0.5;
/** Number of steps if no week can be held out to choose it. */
const UNWATCHED_STEPS = 100;

/** A head, and the learning curve of the first fit; null if nothing could be held out. */
export interface FittedHead {
  head: TrainedHead;
  curve: LearningCurve | null;
  /** Training steps of the last fit. */
  steps: number;
  /** How its forecasts for new products depend on their price. */
  newProducts: Effect;
  judged(): Promise<JudgedHead>;
}

/** What the held-out weeks show about a head. */
interface JudgedHead {
  /** Its error next to the best simple method's; empty if nothing could be held out. */
  worth: Worth[];
  /** Its errors. */
  expected: ExpectedWeeks[];
  /** How sales scatter around its forecasts; null if nothing could be held out. */
  spread: Spread | null;
}

/**
 * Fits one kind of head on a dataset: a first fit without the last weeks determines how long to train, and calibrates
 * the second, which uses all weeks. The same seed gives the same head.
 */
export async function fitHead(
  shared: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  onStep: (step: number, steps: number, loss: number) => void = () => {},
): Promise<FittedHead> {
  const { dataset, plan } = withoutSeasonAndPlans(shared, kind, options);
  const { panel, rows } = dataset;
  const answers = answerShape(options);
  const chance = (row: number) => (rows.kind[row] === ROW_KIND.launch ? 1 : options.share);
  const { steps } = options.train;
  const { stopped, heldOut } = await innerFits(dataset, kind, options, answers, chance, (step, loss) =>
    onStep(step, 2 * steps, loss),
  );
  const { stack, calibrations, launchRange, rounding, judged } = await fitToHeldOut(
    { dataset, kind, options, answers },
    heldOut,
  );
  const last = certain(await preparedFit(dataset, kind, options, panel.weeks), 'fit on all weeks');
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
    linear: null,
    scale: SCALE,
    trees: null,
    anchor: last.anchor,
    stack,
    ridge: fitRidge(last.table, answers.series),
    calibrations,
    weeksKnown: names.indexOf('weeks_known'),
    launchRange,
    rounding,
    promotions: last.transform.promo ? dataset.knownPromotions : null,
    factor: plan.factor,
    season: firstSeasonWeek(dataset, kind),
  };
  return {
    head,
    curve: stopped?.curve ?? null,
    steps: best,
    newProducts: plan.newProducts,
    judged,
  };
}

/** The rows for a kind of head: with the effects of season and plans removed from their weeks. */
function withoutSeasonAndPlans(shared: DemandDataset, kind: HeadKind, options: DemandOptions) {
  const given = kind === 'numeric_only' ? { ...shared, rows: shared.asSold() } : shared;
  const firstWeek = given.panel.weeks - heldOutWeeks(given.panel.weeks, options);
  const even = { ...given, rows: withoutSeason(given, kind) };
  const plan = planFactor(even, kind, firstWeek);
  return { dataset: { ...even, rows: withoutPlans(even, kind, plan.factor) }, plan };
}

interface HeadToFit {
  dataset: DemandDataset;
  kind: HeadKind;
  options: DemandOptions;
  answers: AnswerShape;
}

/** Everything around the network that is fitted on the held-out weeks: the stack and its ranges. */
async function fitToHeldOut(
  { dataset, kind, options, answers }: HeadToFit,
  heldOut: readonly HeldOutAnswers[],
): Promise<Calibrated & Pick<FittedHead, 'judged'> & { stack: Stack }> {
  const { panel, rows } = dataset;
  const { stack, worth, launches } = fitStack(dataset, kind, answers, heldOut);
  const all = {
    rows: heldOut.flatMap((window) => window.rows),
    quantiles: concatenated(heldOut.map((window) => window.quantiles)),
    ridge: concatenated(heldOut.map((window) => window.ridge)),
  };
  const answered = await stackedAnswers(dataset, kind, answers, all, stack);
  const records = heldOutRecords(dataset, all.rows, answers, answered);
  const launchRange = fitLaunchRange(rows, launches, options.quantiles, mostSold(panel, options.horizon));
  const whole = soldWhole(panel);
  const byGroup = fitCalibrations(records, { mean: launchRange?.mean ?? 1 }, answers, options, whole);
  const calibrations = STACK_GROUPS.map((group) => byGroup[group]);
  const rounding = whole ? HALF_A_UNIT : 0;
  const judged = async (): Promise<JudgedHead> => {
    const served = await servedRecords(dataset, records, { calibrations, launchRange, rounding }, answers);
    return {
      worth: worth(),
      expected: heldOut.length > 0 ? expectedWeeks(dataset, served, answers) : [],
      spread: heldOut.length > 0 ? heldOutSpread(dataset, served, answers, whole) : null,
    };
  };
  return { stack, calibrations, launchRange, rounding, judged };
}

function soldWhole({ units }: DemandPanel): boolean {
  return units.every((week) => Number.isNaN(week) || Number.isInteger(week));
}

function answerShape({ horizon, quantiles }: DemandOptions): AnswerShape {
  return { series: horizon + 1, quantiles, floor: -FARTHEST, ceiling: FARTHEST };
}
