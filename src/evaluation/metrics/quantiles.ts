import type { QuantileScore } from '../../contract/evaluation/scores';
import { ratio } from './point';

/** Forecasts of the quantiles .1, .5 and .9, in units. */
export interface QuantileForecasts {
  p10: ArrayLike<number>;
  p50: ArrayLike<number>;
  p90: ArrayLike<number>;
}

const LEVELS = { p10: 0.1, p50: 0.5, p90: 0.9 } as const;
const CROSSING_TOLERANCE = 1e-6;

/**
 * Pinball losses of the three quantiles, wQL (2 * sum of pinball losses / sum of actual values, per level and their mean),
 * coverage of [p10, p90] with its ends, as given and after rounding both to whole units (so that a p10 of 0.3 covers a
 * week without sales), mean width in units, shares of actual values at or below each quantile, share of crossings.
 */
export function quantileMetrics(actual: ArrayLike<number>, forecast: QuantileForecasts): QuantileScore {
  const n = actual.length;
  const { p10, p50, p90 } = forecast;
  let units = 0;
  let covered = 0;
  let coveredRounded = 0;
  let width = 0;
  let crossing = 0;
  for (let i = 0; i < n; i++) {
    const y = actual[i];
    units += y;
    width += p90[i] - p10[i];
    if (y >= p10[i] && y <= p90[i]) covered++;
    if (y >= roundHalfEven(p10[i]) && y <= roundHalfEven(p90[i])) coveredRounded++;
    if (p10[i] > p50[i] + CROSSING_TOLERANCE || p50[i] > p90[i] + CROSSING_TOLERANCE) crossing++;
  }
  const losses = [
    pinballSum(actual, p10, LEVELS.p10),
    pinballSum(actual, p50, LEVELS.p50),
    pinballSum(actual, p90, LEVELS.p90),
  ];
  const sum = losses[0] + losses[1] + losses[2];
  return {
    wql_p10: ratio(2 * losses[0], units),
    wql_p50: ratio(2 * losses[1], units),
    wql_p90: ratio(2 * losses[2], units),
    wql: ratio((2 * sum) / 3, units),
    pinball: sum / (3 * n),
    coverage: covered / n,
    coverage_rounded: coveredRounded / n,
    width: width / n,
    below_p10: shareBelow(actual, p10),
    below_p50: shareBelow(actual, p50),
    below_p90: shareBelow(actual, p90),
    crossing: crossing / n,
  };
}

/** Sum of pinball losses at `level`: level * (y - f) above the forecast, (1 - level) * (f - y) below it. */
function pinballSum(actual: ArrayLike<number>, forecast: ArrayLike<number>, level: number): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = actual[i] - forecast[i];
    sum += Math.max(level * error, (level - 1) * error);
  }
  return sum;
}

function shareBelow(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < actual.length; i++) if (actual[i] <= forecast[i]) count++;
  return count / actual.length;
}

/** IEEE 754 rounding to the nearest integer, halves to the even one, as numpy and most statistics packages round. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
