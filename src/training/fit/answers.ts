import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  cumsum,
  exp,
  maximum,
  minimum,
  reduceMean,
  reshape,
  slice,
  softplus,
  sub,
} from '../../graph/ops';

/** What the network's outputs stand for: S series (weeks and their total, or one target), Q quantiles and a mean. */
export interface AnswerShape {
  series: number;
  /** Ascending. */
  quantiles: readonly number[];
  /** Bounds of log1p(units) and of the logarithm of the mean, which keep every answer finite. */
  ceiling: number;
}

const LOG_FLOOR = -3;
const LOG_MEAN_FLOOR = -6;

export function outputsOf({ series, quantiles }: AnswerShape): number {
  return series * (quantiles.length + 1);
}

/** The quantile nearest to the median: the one from which the others are measured upwards and downwards. */
export function middleOf(quantiles: readonly number[]): number {
  const distance = quantiles.map((quantile) => Math.abs(quantile - 0.5));
  return distance.indexOf(Math.min(...distance));
}

/**
 * Splits raw outputs [members, N, S * (Q + 1)] into quantiles of log1p(units) [members, N, S, Q], which cannot cross,
 * and the logarithm of the mean [members, N, S].
 */
export function answersOf(raw: Value, shape: AnswerShape): { logQuantiles: Value; logMean: Value } {
  const [members, rows] = raw.shape;
  const count = shape.quantiles.length;
  const middle = middleOf(shape.quantiles);
  const grouped = reshape(raw, [members, rows, shape.series, count + 1]);
  const centre = slice(grouped, -1, middle, middle + 1);
  const parts = [centre];
  if (middle > 0) {
    parts.unshift(sub(centre, cumsum(softplus(slice(grouped, -1, 0, middle)), -1, true)));
  }
  if (middle < count - 1) {
    parts.push(add(centre, cumsum(softplus(slice(grouped, -1, middle + 1, count)), -1)));
  }
  const quantiles = parts.length === 1 ? centre : concat(parts, -1);
  const logMean = reshape(slice(grouped, -1, count, count + 1), [members, rows, shape.series]);
  return {
    logQuantiles: clamp(quantiles, LOG_FLOOR, shape.ceiling),
    logMean: clamp(logMean, LOG_MEAN_FLOOR, shape.ceiling),
  };
}

/** The ensemble's answer: quantiles averaged as logarithms, means in units. */
export function ensemble({ logQuantiles, logMean }: { logQuantiles: Value; logMean: Value }) {
  return { logQuantiles: reduceMean(logQuantiles, [0]), mean: reduceMean(exp(logMean), [0]) };
}

export function clamp(x: Value, low: number, high: number): Value {
  return minimum(maximum(x, low), high);
}
