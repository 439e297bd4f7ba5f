import { featureSubjects, tableNames } from '../../features/featureVector';
import { type NetworkOptions } from '../network/fitNetwork';
import { type AnswerShape } from '../network/answers';
import type { TrainingTable } from '../network/train';
import type { InputTransform } from '../head/inputTransform';
import { fitLinearShare, type LinearShare } from '../head/linearShare';
import { type FittedTrees, fitColumnTrees } from './fitColumnTrees';
import { fitLearntColumns } from './learntColumns';
import { rowAnalogs } from './tableAnalogs';
import type { TableDataset } from './tableDataset';
import { fitTransform, networkInputs, type Parts } from './tableInputs';
import type { TableOptions } from './tableOptions';

/** Rows that a fit may learn from, and its inputs for all rows, which contain no target of the others. */
export interface SeenRows {
  /** [R], 1 if it may. */
  seen: Uint8Array;
  /** Row-major [R, F]. */
  features: Float32Array;
  /** Predictions of trees on numbers and level means; null if they do not help. */
  trees: FittedTrees | null;
  /** Row-major [R, ANALOG_COLUMNS]. */
  analogs: Float32Array;
}

/** A network to train on them, with the inputs of all rows. */
export interface PreparedNetwork {
  transform: InputTransform;
  table: TrainingTable;
  answers: AnswerShape;
  network: NetworkOptions;
}

/** Batches have this share of the rows, within these bounds. */
const BATCH = { share: 1 / 8, least: 16 };
/** Answers are bounded by the seen targets plus this many standard deviations. */
const BEYOND = 1;

export async function seeRows(dataset: TableDataset, seen: Uint8Array): Promise<SeenRows> {
  const features = featuresOf(dataset, seen);
  const trees = fitColumnTrees(features, treeColumns(dataset), dataset.latents, seen);
  return { seen, features, trees, analogs: await rowAnalogs(dataset, seen) };
}

/** Inputs of all rows for networks of these parts. */
export async function prepareNetwork(
  dataset: TableDataset,
  { seen, features: own, trees, analogs }: SeenRows,
  parts: Parts,
  options: TableOptions,
): Promise<PreparedNetwork> {
  const features = parts.trees && trees ? withColumn(own, trees.answers) : own;
  const transform = fitTransform(dataset, features, parts, analogs);
  const inputs = await networkInputs(dataset, features, transform, analogs);
  const count = seen.reduce((total, flag) => total + flag, 0);
  const batch = Math.min(options.train.batch, Math.max(BATCH.least, Math.round(count * BATCH.share)));
  return {
    transform,
    table: { inputs, targets: dataset.latents, weights: Float32Array.from(seen), placement: null },
    answers: answerShape(dataset, options),
    network: { ...options, train: { ...options.train, batch } },
  };
}

/** Of a network for this table; null for a table with more rows, where the network alone was better. */
export function linearShareOf(
  { targets, ...table }: TrainingTable,
  { fewRows }: TableOptions,
): LinearShare | null {
  return targets.length < fewRows ? fitLinearShare({ targets, ...table }) : null;
}

/** The features of all rows; columns that use targets are fitted only on the `seen` rows. */
function featuresOf({ features, learning }: TableDataset, seen: Uint8Array): Float32Array {
  if (seen.every((flag) => flag === 1)) return features;
  const changed = features.slice();
  const width = features.length / seen.length;
  const { answers } = fitLearntColumns(learning, seen);
  seen.forEach((_, row) => {
    changed.set(
      answers.map((answer) => answer[row]),
      (row + 1) * width - answers.length,
    );
  });
  return changed;
}

/**
 * Numbers, level means, and the flags of categories with several values a cell; other one-hot flags are many, and add
 * nothing to these.
 */
function treeColumns({ context }: TableDataset): number[] {
  const { numeric, levelMeans = {}, separators = {} } = context;
  const subjects = featureSubjects(context);
  const names = tableNames(context);
  const words = names.length - 1;
  const means = words - Object.keys(levelMeans).length;
  return [...names.keys()].filter(
    (column) =>
      column < numeric.length ||
      (column < words && (column >= means || Object.hasOwn(separators, subjects.get(names[column]) ?? ''))),
  );
}

/** Rows with a further column appended. */
function withColumn(values: Float32Array, column: Float32Array): Float32Array {
  const width = values.length / column.length;
  const wider = new Float32Array(values.length + column.length);
  column.forEach((value, row) => {
    wider.set(values.subarray(row * width, (row + 1) * width), row * (width + 1));
    wider[(row + 1) * (width + 1) - 1] = value;
  });
  return wider;
}

function answerShape({ latents, scale }: TableDataset, { quantiles }: TableOptions): AnswerShape {
  const least = latents.reduce((low, value) => Math.min(low, value), Infinity);
  const most = latents.reduce((high, value) => Math.max(high, value), -Infinity);
  const zero = scale.kind === 'log1p' ? -scale.mean / scale.deviation : -Infinity;
  return {
    series: 1,
    quantiles,
    floor: Math.max(zero, least - BEYOND),
    ceiling: most + BEYOND,
  };
}
