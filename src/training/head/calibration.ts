import type { Value } from '../../graph/builder';
import { add, mul, sub } from '../../graph/ops';
import { aroundMiddle, middleOf, type AnswerShape } from '../network/answers';

/** How far quantiles are moved from their middle: factors below and above it, for each series [S]; and for the mean. */
export interface Calibration {
  below: number[];
  above: number[];
  mean: number;
}

/** A held-out record: quantiles [S, Q] on the network's scale, and the actual values [S], NaN if unknown. */
export interface HeldOut {
  quantiles: Float32Array;
  actual: Float32Array;
  /** The forecast mean of the last series (the total), in units. */
  mean: number;
  product: number;
}

export interface CalibrationOptions {
  /** With fewer held-out records quantiles stay as they are. */
  fewest: number;
  /** Wanted share of outcomes outside on each side. */
  tail: number;
  /** Weight of the mean's factor: the power it is raised to. */
  meanTrust: number;
  /**
   * Number of held-out products at which the mean's factor has half of its full weight; 0: their number does not
   * matter.
   */
  meanHold: number;
}

/** Candidate factors: from .4 to 2.2, evenly spaced in logarithms. */
const GRID = Array.from({ length: 61 }, (_, step) => 0.4 * (2.2 / 0.4) ** (step / 60));
const SPREAD_BOUNDS = [0.67, 1.5] as const;
const MEAN_BOUNDS = [0.67, 1.6] as const;
/** Fewer held-out records are too few for a mean. */
const FEWEST_OF_MEAN = 30;

export function uncalibrated(series: number): Calibration {
  return { below: Array<number>(series).fill(1), above: Array<number>(series).fill(1), mean: 1 };
}

/**
 * Calibrates the outermost quantiles on held-out records (in the spirit of split conformal prediction: the factor at
 * which the wanted share lies outside), pooling the series of each group. The factor of the mean is the one with which
 * the last series (the total) adds up. `unit` converts the network's scale into units, rounded if only whole ones
 * occur.
 */
export function calibrate(
  records: readonly HeldOut[],
  groups: readonly (readonly number[])[],
  { series, quantiles }: AnswerShape,
  unit: (latent: number) => number,
  { fewest, tail, meanTrust, meanHold }: CalibrationOptions,
): Calibration {
  const calibration = uncalibrated(series);
  if (records.length < fewest) return calibration;
  const count = quantiles.length;
  const middle = middleOf(quantiles);
  for (const group of groups) {
    const cases = records.flatMap(({ quantiles: q, actual }) =>
      group.flatMap((index) =>
        Number.isNaN(actual[index])
          ? []
          : [
              {
                low: q[index * count],
                mid: q[index * count + middle],
                high: q[index * count + count - 1],
                actual: actual[index],
              },
            ],
      ),
    );
    if (cases.length === 0) continue;
    const edge = (from: number, to: number, factor: number) => unit(from + factor * (to - from));
    const above = GRID.map((factor) =>
      share(cases, ({ mid, high, actual }) => actual > edge(mid, high, factor)),
    );
    const below = GRID.map((factor) =>
      share(cases, ({ mid, low, actual }) => actual < edge(mid, low, factor)),
    );
    for (const index of group) {
      calibration.above[index] = bounded(nearest(above, tail), SPREAD_BOUNDS);
      calibration.below[index] = bounded(nearest(below, tail), SPREAD_BOUNDS);
    }
  }
  if (records.length < FEWEST_OF_MEAN) return calibration;
  const whole = records.filter(({ actual }) => !Number.isNaN(actual[series - 1]));
  const came = whole.reduce((sum, { actual }) => sum + actual[series - 1], 0);
  const foreseen = whole.reduce((sum, { mean }) => sum + mean, 0);
  const products = new Set(whole.map(({ product }) => product)).size;
  const belief = (meanTrust * products) / (products + meanHold);
  if (came > 0 && foreseen > 0) calibration.mean = bounded(came / foreseen, MEAN_BOUNDS) ** belief;
  return calibration;
}

/** The factors of a calibration for the distance of each quantile from the middle one, row-major [S, Q]. */
export function spreadFactors({ below, above }: Calibration, quantiles: readonly number[]): number[] {
  const middle = middleOf(quantiles);
  return below.flatMap((down, series) =>
    quantiles.map((_, at) => (at < middle ? down : at > middle ? above[series] : 1)),
  );
}

/** Quantiles [N, S, Q] moved from their middle by factors [.., S, Q]. */
export function spreadQuantiles(x: Value, factors: Value, quantiles: readonly number[]): Value {
  const { middle } = aroundMiddle(x, quantiles);
  return add(middle, mul(sub(x, middle), factors));
}

function share<T>(cases: readonly T[], condition: (one: T) => boolean): number {
  return cases.filter(condition).length / cases.length;
}

/** The factor whose share is nearest to the wanted one; among equals, the one nearest to 1. */
function nearest(shares: readonly number[], wanted: number): number {
  const distance = shares.map(
    (value, step) => Math.abs(value - wanted) + 1e-3 * Math.abs(Math.log(GRID[step])),
  );
  return GRID[distance.indexOf(Math.min(...distance))];
}

function bounded(factor: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, factor));
}
