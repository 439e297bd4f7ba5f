import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  cumsum,
  maximum,
  minimum,
  mul,
  reduceMean,
  reduceSum,
  reshape,
  slice,
  softplus,
  sub,
  transpose,
} from '../../graph/ops';

/** Initial quantiles of a group are at least this far apart. */
const LEAST_STEP = 0.02;

/** The meaning of the network's outputs: quantiles of S series (weeks and their total, or one target). */
export interface AnswerShape {
  series: number;
  /** Levels of the Q quantiles, ascending. */
  quantiles: readonly number[];
  /** Bounds of the network's answers, which keep them finite. */
  floor: number;
  ceiling: number;
}

export function outputsOf({ series, quantiles }: AnswerShape): number {
  return series * quantiles.length;
}

/** The quantile nearest to the median, from which the others are measured upwards and downwards. */
export function middleOf(quantiles: readonly number[]): number {
  const distance = quantiles.map((quantile) => Math.abs(quantile - 0.5));
  return distance.indexOf(Math.min(...distance));
}

/** Raw outputs [members, N, outputsOf(shape)] as quantiles [members, N, S, Q] that cannot cross. */
export function answersOf(raw: Value, shape: AnswerShape): Value {
  const [members, rows] = raw.shape;
  const { series, quantiles } = shape;
  return uncrossed(reshape(raw, [members, rows, series, quantiles.length]), shape, -1);
}

/**
 * The same as [Q, members, N, S], the layout for training: kernels are slow on a last axis of three. Transposed as a
 * matrix, because the runtime would move a transpose of more axes to the end.
 */
export function answersByQuantile(raw: Value, shape: AnswerShape): Value {
  const [members, rows] = raw.shape;
  const { series, quantiles } = shape;
  const turned = transpose(reshape(raw, ['all', quantiles.length]), [1, 0]);
  return uncrossed(reshape(turned, [quantiles.length, members, rows, series]), shape, 0);
}

function uncrossed(x: Value, { quantiles, floor, ceiling }: AnswerShape, axis: number): Value {
  const { below, middle, above } = aroundMiddle(x, quantiles, axis);
  const steps = (raw: Value, reverse: boolean) =>
    raw.shape.at(axis) === 1 ? softplus(raw) : cumsum(softplus(raw), axis, reverse);
  const parts = [
    ...(below ? [sub(middle, steps(below, true))] : []),
    middle,
    ...(above ? [add(middle, steps(above, false))] : []),
  ];
  return clamp(concat(parts, axis), floor, ceiling);
}

/** The raw outputs of one series that give these quantiles, ascending. */
export function rawOutputs(values: readonly number[], quantiles: readonly number[]): number[] {
  const middle = middleOf(quantiles);
  return values.map((value, at) => {
    if (at === middle) return value;
    const step = at < middle ? values[at + 1] - value : value - values[at - 1];
    return Math.log(Math.expm1(Math.max(step, LEAST_STEP)));
  });
}

/** The members' mean of the quantiles: [N, S, Q]. */
export function ensemble(quantiles: Value): Value {
  return reduceMean(quantiles, [0]);
}

/** The axis of the quantiles split at the one nearest to the median; null for an empty side. */
export function aroundMiddle(x: Value, quantiles: readonly number[], axis = -1) {
  const at = middleOf(quantiles);
  const count = quantiles.length;
  return {
    below: at > 0 ? slice(x, axis, 0, at) : null,
    middle: slice(x, axis, at, at + 1),
    above: at < count - 1 ? slice(x, axis, at + 1, count) : null,
  };
}

/**
 * The probability around each quantile level, with boundaries halfway between levels: the weighted sum is the mean. For
 * .1, .5, .9 these are .3, .4, .3, Swanson's rule (Hurst, Brown and Swanson 2000).
 */
export function bracketMasses(quantiles: readonly number[]): number[] {
  const edges = quantiles.slice(1).map((level, index) => (level + quantiles[index]) / 2);
  return quantiles.map((_, index) => (edges[index] ?? 1) - (edges[index - 1] ?? 0));
}

/** Means of values [.., Q] at the quantiles, weighted by the probability around each. */
export function meansOf(values: Value, quantiles: readonly number[]): Value {
  const masses = values.graph.constant(Float32Array.from(bracketMasses(quantiles)), [quantiles.length]);
  return reduceSum(mul(values, masses), [-1]);
}

export function clamp(x: Value, low: number, high: number): Value {
  return minimum(maximum(x, low), high);
}
