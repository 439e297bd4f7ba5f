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
import type { HeldOutLaunch, Launches, Leaning } from './leaning';

/** Units below which a sum is not divided by. */
const SMALLEST = 1e-3;

/**
 * The factor that keeps the sum of the launches' means when each leans by `weight` towards what similar products sell;
 * `meanOf` gives the units of the total from quantiles, over `weeks` weeks.
 *
 * The range of a single launch is a poor guide to its mean, which the far end of the range decides: launches are few to
 * learn that from. Similar products say better which launch sells more; how much all of them sell together they do not know.
 */
export function keptSum(
  launches: readonly HeldOutLaunch[],
  weight: number,
  weeks: number,
  meanOf: (quantiles: Float32Array) => number,
): number {
  const means = launches.map(({ quantiles }) => meanOf(quantiles));
  const leant = launches.map(({ level }, at) => {
    if (Number.isNaN(level)) return means[at];
    const similar = weeks * Math.expm1(level);
    return Math.expm1((1 - weight) * Math.log1p(means[at]) + weight * Math.log1p(similar));
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return sum(leant) > 0 ? sum(means) / sum(leant) : 1;
}

/**
 * Means [N, S] of weeks and, last, of their total. Those of records without history are scaled so that the sum of the weeks
 * leans by `weight`, on the scale of logarithms, towards what similar products sell, times `keptSum`.
 */
export function leanMeans(
  means: Value,
  { similar, hasHistory }: Launches,
  { weight, keptSum }: Pick<Leaning, 'weight' | 'keptSum'>,
): Value {
  const weeks = (means.shape[1] as number) - 1;
  const own = reduceSum(slice(means, 1, 0, weeks), [1], true);
  const others = mul(sub(exp(similar), 1), weeks);
  const logs = add(mul(log(add(own, 1)), 1 - weight), mul(log(add(others, 1)), weight));
  const wanted = mul(where(isNaN(similar), own, sub(exp(logs), 1)), keptSum);
  const scale = where(greater(hasHistory, 0.5), 1, div(wanted, maximum(own, SMALLEST)));
  return mul(means, scale);
}
