import type { Value } from '../../graph/builder';
import {
  add,
  div,
  exp,
  greater,
  isNaN,
  log,
  maximum,
  mul,
  reduceSum,
  slice,
  sub,
  where,
} from '../../graph/ops';
import { FEWEST, type HeldOutLaunch, type Launches } from './leaning';

/** Units below which a sum is not divided by. */
const SMALLEST = 1e-3;

/**
 * The factor that keeps the sum of the launches' means when each goes half the way to what similar products sell; null
 * where too few launches could be held out. `meanOf` gives the units of the total from quantiles, over `weeks` weeks.
 *
 * The range of a single launch is a poor guide to its mean, which the far end of the range decides: launches are few to
 * learn that from. The average with similar products, of equal weights because better ones cannot be told from so few,
 * says better which launch sells more; how much all of them sell together it does not know.
 */
export function keptSum(
  launches: readonly HeldOutLaunch[],
  weeks: number,
  meanOf: (quantiles: Float32Array) => number,
): number | null {
  if (launches.length < FEWEST) return null;
  const means = launches.map(({ quantiles }) => meanOf(quantiles));
  const averages = launches.map(({ level }, at) =>
    Number.isNaN(level) ? means[at] : Math.sqrt((1 + means[at]) * (1 + weeks * Math.expm1(level))) - 1,
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return sum(averages) > 0 ? sum(means) / sum(averages) : null;
}

/**
 * Means [N, S] of weeks and, last, of their total. Those of records without history are scaled so that the weeks add up to
 * `factor` times the geometric mean of their sum and what similar products sell.
 */
export function launchMeans(means: Value, { similar, hasHistory }: Launches, factor: number): Value {
  const weeks = (means.shape[1] as number) - 1;
  const own = reduceSum(slice(means, 1, 0, weeks), [1], true);
  const others = mul(sub(exp(similar), 1), weeks);
  const average = sub(exp(mul(add(log(add(own, 1)), log(add(others, 1))), 0.5)), 1);
  const wanted = mul(where(isNaN(similar), own, average), factor);
  const scale = where(greater(hasHistory, 0.5), 1, div(wanted, maximum(own, SMALLEST)));
  return mul(means, scale);
}
