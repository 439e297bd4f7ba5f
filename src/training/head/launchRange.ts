import type { Value } from '../../graph/builder';
import { add, exp, log, minimum, mul, sub } from '../../graph/ops';
import { aroundMiddle } from '../network/answers';

/**
 * The range of forecasts for a product without history around its expectation. For each series [S]: a factor of the
 * middle quantile in units, and an offset on the scale of log1p for each quantile, 0 for the middle one [S, Q]; and a
 * factor of the means. No quantile exceeds `most` [S], the most that any one product sold in as many weeks.
 */
export interface LaunchRange {
  lift: number[];
  offsets: number[][];
  mean: number;
  most: number[];
}

/** Quantiles [N, S, Q] in log1p(units) around the middle of these. */
export function aroundExpected(
  x: Value,
  { lift, offsets, most }: LaunchRange,
  quantiles: readonly number[],
): Value {
  const { graph } = x;
  const [series, count] = [offsets.length, quantiles.length];
  const { middle } = aroundMiddle(x, quantiles);
  const lifted = log(
    add(mul(sub(exp(middle), 1), graph.constant(Float32Array.from(lift), [1, series, 1])), 1),
  );
  const bound = graph.constant(Float32Array.from(most, Math.log1p), [1, series, 1]);
  return minimum(add(lifted, graph.constant(Float32Array.from(offsets.flat()), [1, series, count])), bound);
}
