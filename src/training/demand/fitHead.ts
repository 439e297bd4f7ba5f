import type { HeadKind } from '../../contract/head';
import { featureNames } from '../../features/featureVector';
import { type AnswerShape, bracketMasses } from '../network/answers';
import { type Calibration, calibrate, type HeldOut } from '../head/calibration';
import type { DemandDataset } from './demandDataset';
import { fitTransform, networkInputs, similarLevel, similarTable } from './demandInputs';
import type { DemandOptions } from './demandOptions';
import { ROW_KIND } from './demandRows';
import {
  bestEpochs,
  fitNetwork,
  fitWatched,
  type LearningCurve,
  networkAnswers,
} from '../network/fitNetwork';
import type { TrainedHead } from '../head/headGraph';
import { keptSum } from '../head/leaningMeans';
import { bestWeight, type Leaning } from '../head/leaning';
import { Random } from '../../common/random';
import { type Scale, toScale, toUnits } from '../head/scale';
import type { TrainingTable } from '../network/train';

const SCALE: Scale = { kind: 'log1p', mean: 0, deviation: 1 };
/** Units per week are cut off above this quantile of all weeks, totals at a multiple of it. */
const CAP = { share: 0.9995, total: 3 };
const LOG_FLOOR = -3;
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
}

/**
 * Fits one kind of head on a dataset: a first fit without the last weeks finds how long to train and calibrates the
 * second, which sees all. The same seed gives the same head.
 */
export async function fitHead(
  dataset: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  onEpoch?: (epoch: number, epochs: number, loss: number) => void,
): Promise<FittedHead> {
  const { rows, panel } = dataset;
  const transform = fitTransform(dataset, kind, options);
  const inputs = await networkInputs(dataset, kind, transform);
  const answers = answerShape(dataset, options);
  const table = { inputs, ...lossTargets(dataset, options) };
  const chance = (row: number) => (rows.kind[row] === ROW_KIND.launch ? 1 : options.share);
  const { epochs } = options.train;
  const firstWeek = panel.weeks - options.heldOut;
  const heldOut = heldOutRows(dataset, firstWeek);
  const firstTable = { ...table, weights: weightsBefore(dataset, table.weights, firstWeek) };

  const leaning: Leaning = { column: similarLevel(kind), weight: 0, keptSum: 1 };
  let calibrations: Calibration[] | null = null;
  let curve: LearningCurve | null = null;
  if (heldOut.warm.length > 0 && firstTable.weights.some((weight) => weight > 0)) {
    const watched = pickRows(table, [...heldOut.cold, ...heldOut.warm], answers.series);
    const first = await fitWatched(
      firstTable,
      watched,
      answers,
      chance,
      options,
      new Random(options.seed + 1000),
      (epoch, _, loss) => onEpoch?.(epoch, 2 * epochs, loss),
    );
    curve = first.curve;
    const predict = (chosen: readonly number[]) =>
      networkAnswers(first.trained, pickRows(table, chosen, answers.series).inputs);
    const cold = await heldOutRecords(dataset, heldOut.cold, answers, predict);
    const warm = await heldOutRecords(dataset, heldOut.warm, answers, predict);
    calibrations = [calibrateOn(cold, 'cold', options, answers), calibrateOn(warm, 'warm', options, answers)];
    const similar = similarTable(dataset, kind);
    const width = similar.length / rows.count;
    const levels = heldOut.cold.map((row) => similar[row * width + leaning.column]);
    const launches = cold.map((launch, place) => ({ ...launch, level: levels[place] }));
    leaning.weight = bestWeight(launches, answers, options.train.power);
    leaning.keptSum = keptSum(launches, leaning.weight, answers.series - 1, meanOfTotal(answers));
  }
  const best = { ...options, train: { ...options.train, epochs: curve ? bestEpochs(curve) : epochs } };
  const network = await fitNetwork(table, answers, chance, best, new Random(options.seed), (epoch, _, loss) =>
    onEpoch?.(epochs + epoch, epochs + best.train.epochs, loss),
  );
  const names = featureNames(dataset.context);
  const head = {
    featureColumns: names.length,
    dimension: dataset.dimension,
    transform,
    network,
    scale: SCALE,
    leaning,
    calibrations,
    groupColumn: names.indexOf('has_history'),
  };
  return { head, curve };
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
): Calibration {
  const { series } = answers;
  const weeks = Array.from({ length: series - 1 }, (_, index) => index);
  return calibrate(
    records,
    [weeks, [series - 1]],
    answers,
    (latent) => Math.round(toUnits(latent, SCALE)),
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

/** Targets on the network's scale, capped at what is usual, and their weights. */
function lossTargets(
  { rows }: DemandDataset,
  { kindWeights, horizon }: DemandOptions,
): Omit<TrainingTable, 'inputs'> {
  const series = horizon + 1;
  const caps = seriesCaps(rows.units, series);
  return {
    targets: rows.units.map((units, at) =>
      Number.isNaN(units) ? 0 : toScale(Math.min(units, caps[at % series]), SCALE),
    ),
    weights: rows.units.map((units, at) =>
      Number.isNaN(units) ? 0 : kindWeights[rows.kind[Math.floor(at / series)]],
    ),
  };
}

/** Weights without targets that reach into `week` or later. */
function weightsBefore({ rows }: DemandDataset, weights: Float32Array, week: number): Float32Array {
  const series = weights.length / rows.count;
  return weights.map((weight, at) => {
    const ahead = Math.min(at % series, series - 2);
    return rows.target[Math.floor(at / series)] + ahead < week ? weight : 0;
  });
}

function seriesCaps(units: Float32Array, series: number): number[] {
  const weekly = units.filter((value, at) => !Number.isNaN(value) && at % series < series - 1).sort();
  const cap = weekly[Math.floor((weekly.length - 1) * CAP.share)] ?? 0;
  return Array.from({ length: series }, (_, index) => (index < series - 1 ? cap : cap * CAP.total));
}

function answerShape({ rows }: DemandDataset, { horizon, quantiles }: DemandOptions): AnswerShape {
  const largest = rows.units.reduce((most, units) => (units > most ? units : most), 1);
  return {
    series: horizon + 1,
    quantiles,
    learnsMean: true,
    floor: LOG_FLOOR,
    ceiling: Math.log1p(largest) + 1,
  };
}

/** Some rows of a table. */
function pickRows(
  { inputs, targets, weights }: TrainingTable,
  rows: readonly number[],
  series: number,
): TrainingTable {
  const width = (inputs.length / targets.length) * series;
  const pick = (values: Float32Array, columns: number) => {
    const picked = new Float32Array(rows.length * columns);
    rows.forEach((row, place) =>
      picked.set(values.subarray(row * columns, (row + 1) * columns), place * columns),
    );
    return picked;
  };
  return { inputs: pick(inputs, width), targets: pick(targets, series), weights: pick(weights, series) };
}
