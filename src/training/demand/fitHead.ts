import { rowsAt } from '../../common/rows';
import type { HeadKind } from '../../contract/head';
import { featureNames } from '../../features/featureVector';
import { type AnswerShape, bracketMasses } from '../network/answers';
import { type Calibration, calibrate, type HeldOut } from '../head/calibration';
import type { DemandDataset } from './demandDataset';
import {
  fitAnchor,
  fitTransform,
  networkInputs,
  rowAnchors,
  similarLevel,
  similarTable,
} from './demandInputs';
import { type DemandOptions, sizesFor } from './demandOptions';
import { ROW_KIND } from './demandRows';
import { fitNetwork, networkAnswers, type NetworkOptions } from '../network/fitNetwork';
import { fitStopped, type LearningCurve, type StoppedFit } from '../network/fitStopped';
import { type Anchor, GROUPS } from '../head/anchor';
import type { InputTransform } from '../head/inputTransform';
import type { TrainedHead } from '../head/headGraph';
import { keptSum } from '../head/leaningMeans';
import { bestWeight, type Leaning } from '../head/leaning';
import { Random } from '../../common/random';
import { type Scale, toScale, toUnits } from '../head/scale';
import type { TrainingTable } from '../network/train';

const SCALE: Scale = { kind: 'log1p', mean: 0, deviation: 1 };
/** Units per week are cut off above this quantile of all weeks, totals at a multiple of it. */
const CAP = { share: 0.9995, total: 3 };
/** Answers lie within this many spreads from the level. */
const FARTHEST = 8;
/** Steps where no week can be held out to tell how many are best. */
const UNWATCHED_STEPS = 100;
/** Rows with history that calibrate: anchors in the first weeks held out, and every second one is enough. */
const WARM_ANCHORS = 5;
const EVERY = 2;

interface HeldOutRows {
  cold: number[];
  warm: number[];
}

/** A head, and how the first fit's errors fell; null where nothing could be held out. */
export interface FittedHead {
  head: TrainedHead;
  curve: LearningCurve | null;
  /** Training steps of the last fit. */
  steps: number;
}

/**
 * Fits one kind of head on a dataset: a first fit without the last weeks finds how long to train and calibrates the
 * second, which sees all. The same seed gives the same head.
 */
export async function fitHead(
  dataset: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  onStep: (step: number, steps: number, loss: number) => void = () => {},
): Promise<FittedHead> {
  const { rows, panel } = dataset;
  const answers = answerShape(options);
  const chance = (row: number) => (rows.kind[row] === ROW_KIND.launch ? 1 : options.share);
  const { steps } = options.train;
  const firstWeek = panel.weeks - heldOutWeeks(panel.weeks, options);
  const heldOut = heldOutRows(dataset, firstWeek);

  const leaning: Leaning = { column: similarLevel(kind), weight: 0, keptSum: 1 };
  let calibrations: Calibration[] | null = null;
  let stopped: StoppedFit | null = null;
  const first = await prepared(dataset, kind, options, firstWeek);
  if (heldOut.warm.length > 0 && first) {
    stopped = await fitStopped(
      first.table,
      pickRows(first.all, [...heldOut.cold, ...heldOut.warm], answers.series),
      answers,
      chance,
      { ...first.network, ...options.stop },
      new Random(options.seed + 1000),
      (step, loss) => onStep(step, 2 * steps, loss),
    );
    const { trained } = stopped;
    const predict = async (chosen: readonly number[]) => {
      const part = pickRows(first.all, chosen, answers.series);
      return placedAnswers(await networkAnswers(trained, part.inputs), part, answers);
    };
    const cold = await heldOutRecords(dataset, heldOut.cold, answers, predict);
    const warm = await heldOutRecords(dataset, heldOut.warm, answers, predict);
    const whole = rows.units.every((units) => Number.isNaN(units) || Number.isInteger(units));
    calibrations = [
      calibrateOn(cold, 'cold', options, answers, whole),
      calibrateOn(warm, 'warm', options, answers, whole),
    ];
    const similar = similarTable(dataset, kind);
    const width = similar.length / rows.count;
    const levels = heldOut.cold.map((row) => similar[row * width + leaning.column]);
    const launches = cold.map((launch, place) => ({ ...launch, level: levels[place] }));
    leaning.weight = bestWeight(launches, answers, options.train.power);
    leaning.keptSum = keptSum(launches, leaning.weight, answers.series - 1, meanOfTotal(answers));
  }
  const last = (await prepared(dataset, kind, options, panel.weeks))!;
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
    dimension: dataset.dimension,
    transform: last.transform,
    network,
    scale: SCALE,
    anchor: last.anchor,
    leaning,
    calibrations,
    groupColumn: names.indexOf('has_history'),
  };
  return { head, curve: stopped?.curve ?? null, steps: best };
}

/** What a fit takes that sees no target from a week on: nothing of it is fitted on later ones. */
interface Prepared {
  anchor: Anchor;
  transform: InputTransform;
  network: NetworkOptions;
  /** Every row, with later targets too. */
  all: TrainingTable;
  /** The same with no weight on later targets. */
  table: TrainingTable;
}

/** Null where no row has a target before the week. */
async function prepared(
  dataset: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  week: number,
): Promise<Prepared | null> {
  const { rows } = dataset;
  const series = options.horizon + 1;
  const before = rowWeights(dataset, options, week);
  const seen = Array.from({ length: rows.count }, (_, row) => row).filter((row) =>
    before.subarray(row * series, (row + 1) * series).some((weight) => weight > 0),
  );
  if (seen.length === 0) return null;
  const sizes = sizesFor(seen.length, new Set(seen.map((row) => rows.sku[row])).size, options);
  const anchor = fitAnchor(dataset, kind, seen);
  const anchors = await rowAnchors(dataset, kind, anchor);
  const transform = fitTransform(dataset, kind, sizes, anchors, seen);
  const caps = seriesCaps(dataset, before, series);
  const all = {
    inputs: await networkInputs(dataset, kind, transform, anchor),
    targets: rows.units.map((units, at) =>
      Number.isNaN(units) ? 0 : toScale(Math.min(units, caps[at % series]), SCALE),
    ),
    weights: rowWeights(dataset, options, Infinity),
    placement: { location: locations(anchors.level, options.horizon), spread: anchors.spread },
  };
  const { members, layers, train } = options;
  return {
    anchor,
    transform,
    network: {
      members,
      layers,
      groups: GROUPS,
      hidden: sizes.hidden,
      train: { ...train, batch: sizes.batch, dropout: sizes.dropout },
    },
    all,
    table: { ...all, weights: before },
  };
}

/** log1p of the units of each week and of their total [R, S], at these levels. */
function locations(level: Float32Array, horizon: number): Float32Array {
  const series = horizon + 1;
  return Float32Array.from({ length: level.length * series }, (_, at) => {
    const own = level[Math.floor(at / series)];
    return at % series < horizon ? own : Math.log1p(horizon * Math.expm1(own));
  });
}

function placedAnswers(
  answers: Float32Array,
  { placement }: TrainingTable,
  { series, quantiles }: AnswerShape,
): Float32Array {
  const { location, spread } = placement!;
  const each = quantiles.length;
  return answers.map((z, at) => location[Math.floor(at / each)] + spread[Math.floor(at / each / series)] * z);
}

/** Weeks at the end that a first fit does not see: fewer where there are few. */
function heldOutWeeks(weeks: number, { heldOut, horizon }: DemandOptions): number {
  return Math.max(horizon, Math.min(heldOut, Math.floor(weeks / 4)));
}

/** Launches, and rows with history, whose targets lie in the weeks from `firstWeek` on. */
function heldOutRows({ rows }: DemandDataset, firstWeek: number): HeldOutRows {
  const all = Array.from({ length: rows.count }, (_, row) => row);
  return {
    cold: all.filter((row) => rows.kind[row] === ROW_KIND.launch && rows.target[row] >= firstWeek),
    warm: all.filter((row) => {
      const ahead = rows.anchor[row] - firstWeek;
      return rows.kind[row] === ROW_KIND.history && ahead >= 0 && ahead < WARM_ANCHORS && row % EVERY === 0;
    }),
  };
}

/** Rows with what the first fit answers and what came. */
async function heldOutRecords(
  { rows }: DemandDataset,
  chosen: readonly number[],
  { series }: AnswerShape,
  predict: (rows: readonly number[]) => Promise<Float32Array>,
): Promise<HeldOut[]> {
  const latent = await predict(chosen);
  const width = latent.length / Math.max(1, chosen.length);
  return chosen.map((row, place) => ({
    quantiles: latent.subarray(place * width, (place + 1) * width),
    actual: rows.units.subarray(row * series, (row + 1) * series),
  }));
}

/** Calibration of cold or of warm records; weeks are pooled, the total stands alone. */
function calibrateOn(
  records: readonly HeldOut[],
  group: 'cold' | 'warm',
  { calibration }: DemandOptions,
  answers: AnswerShape,
  wholeUnits: boolean,
): Calibration {
  const { series } = answers;
  const weeks = Array.from({ length: series - 1 }, (_, index) => index);
  return calibrate(
    records,
    [weeks, [series - 1]],
    answers,
    (latent) => (wholeUnits ? Math.round(toUnits(latent, SCALE)) : toUnits(latent, SCALE)),
    meanOfTotal(answers),
    calibration[group],
  );
}

/** Units of the total from quantiles [S, Q] of a record: the sum of the weeks' means. */
function meanOfTotal({ series, quantiles }: AnswerShape): (latent: Float32Array) => number {
  const masses = bracketMasses(quantiles);
  return (latent) =>
    latent
      .subarray(0, (series - 1) * quantiles.length)
      .reduce((sum, value, at) => sum + masses[at % quantiles.length] * toUnits(value, SCALE), 0);
}

/** Weight of each row's targets [R, S], without those that reach into `week` or later. */
function rowWeights(
  { rows }: DemandDataset,
  { kindWeights, horizon }: DemandOptions,
  week: number,
): Float32Array {
  const series = horizon + 1;
  return rows.units.map((units, at) => {
    const row = Math.floor(at / series);
    const ahead = Math.min(at % series, horizon - 1);
    return Number.isNaN(units) || rows.target[row] + ahead >= week ? 0 : kindWeights[rows.kind[row]];
  });
}

function seriesCaps({ rows }: DemandDataset, weights: Float32Array, series: number): number[] {
  const weekly = rows.units.filter((_, at) => weights[at] > 0 && at % series < series - 1).sort();
  const cap = weekly[Math.floor((weekly.length - 1) * CAP.share)] ?? 0;
  return Array.from({ length: series }, (_, index) => (index < series - 1 ? cap : cap * CAP.total));
}

function answerShape({ horizon, quantiles }: DemandOptions): AnswerShape {
  return { series: horizon + 1, quantiles, floor: -FARTHEST, ceiling: FARTHEST };
}

/** Some rows of a table. */
function pickRows(
  { inputs, targets, weights, placement }: TrainingTable,
  rows: readonly number[],
  series: number,
): TrainingTable {
  const width = (inputs.length / targets.length) * series;
  return {
    inputs: rowsAt(inputs, width, rows),
    targets: rowsAt(targets, series, rows),
    weights: rowsAt(weights, series, rows),
    placement: placement && {
      location: rowsAt(placement.location, series, rows),
      spread: rowsAt(placement.spread, 1, rows),
    },
  };
}
