import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  cumsum,
  maximum,
  minimum,
  reduceMean,
  reshape,
  slice,
  softplus,
  sub,
} from '../../graph/ops';

/** What the network's outputs stand for: quantiles of S series (weeks and their total, or one target). */
export interface AnswerShape {
  series: number;
  /** Levels of the Q quantiles, ascending. */
  quantiles: readonly number[];
  /** True where the network also learns the mean's logarithm: it steadies the training and is not served. */
  learnsMean: boolean;
  /** Bounds of the answers on the scale on which the network works, which keep them finite. */
  floor: number;
  ceiling: number;
}

/** What a network answers: quantiles [members, N, S, Q], and the mean's logarithm [members, N, S] if it learns it. */
export interface Answers {
  quantiles: Value;
  logMean: Value | null;
}

const LOG_MEAN_FLOOR = -4;

export function outputsOf(shape: AnswerShape): number {
  return shape.series * outputsEach(shape);
}

/** Outputs for each series: its quantiles, and the mean's logarithm last. */
export function outputsEach({ quantiles, learnsMean }: AnswerShape): number {
  return quantiles.length + (learnsMean ? 1 : 0);
}

/** The quantile nearest to the median: the one from which the others are measured upwards and downwards. */
export function middleOf(quantiles: readonly number[]): number {
  const distance = quantiles.map((quantile) => Math.abs(quantile - 0.5));
  return distance.indexOf(Math.min(...distance));
}

/** Splits raw outputs [members, N, outputsOf(shape)] into quantiles that cannot cross, and the mean's logarithm. */
export function answersOf(raw: Value, shape: AnswerShape): Answers {
  const { series, quantiles, floor, ceiling } = shape;
  const [members, rows] = raw.shape;
  const count = quantiles.length;
  const grouped = reshape(raw, [members, rows, series, outputsEach(shape)]);
  const { below, middle, above } = aroundMiddle(slice(grouped, -1, 0, count), quantiles);
  const parts = [
    ...(below ? [sub(middle, cumsum(softplus(below), -1, true))] : []),
    middle,
    ...(above ? [add(middle, cumsum(softplus(above), -1))] : []),
  ];
  const last = shape.learnsMean ? slice(grouped, -1, count, count + 1) : null;
  return {
    quantiles: clamp(concat(parts, -1), floor, ceiling),
    logMean: last && clamp(reshape(last, [members, rows, series]), LOG_MEAN_FLOOR, ceiling),
  };
}

/** The members' mean of the quantiles: [N, S, Q]. */
export function ensemble({ quantiles }: Answers): Value {
  return reduceMean(quantiles, [0]);
}

/** The last axis split at the quantile nearest to the median; null where there is none on a side. */
export function aroundMiddle(x: Value, quantiles: readonly number[]) {
  const at = middleOf(quantiles);
  const count = quantiles.length;
  return {
    below: at > 0 ? slice(x, -1, 0, at) : null,
    middle: slice(x, -1, at, at + 1),
    above: at < count - 1 ? slice(x, -1, at + 1, count) : null,
  };
}

/**
 * The probability around each quantile level, brackets meeting half-way between levels: their weighted sum is the
 * mean. For .1, .5, .9 these are .3, .4, .3, Swanson's rule (Hurst, Brown and Swanson 2000).
 */
export function bracketMasses(quantiles: readonly number[]): number[] {
  const edges = quantiles.slice(1).map((level, index) => (level + quantiles[index]) / 2);
  return quantiles.map((_, index) => (edges[index] ?? 1) - (edges[index - 1] ?? 0));
}

export function clamp(x: Value, low: number, high: number): Value {
  return minimum(maximum(x, low), high);
}
