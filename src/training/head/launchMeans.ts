import { sizeAt } from '../../graph/shapes';
import type { Value } from '../../graph/builder';
import { div, greater, maximum, minimum, mul, reduceSum, reshape, slice, where } from '../../graph/ops';
import { middleOf } from '../network/answers';

const NOTHING = 1e-6;

/**
 * Weekly means [N, S - 1] consistent with quantiles in units [N, S, Q], for the records that `isNew` [N, 1] selects:
 * for each week and for the total they lie between the middle and the highest quantile. Launches are skewed, so their
 * mean is at least their median, but the two are fitted separately.
 */
export function launchMeans(means: Value, units: Value, isNew: Value, levels: readonly number[]): Value {
  if (levels.length < 3) return means;
  const weeks = sizeAt(means, 1);
  const [rows, series] = units.shape;
  const quantile = (at: number) => reshape(slice(units, 2, at, at + 1), [rows, series]);
  const [middle, highest] = [quantile(middleOf(levels)), quantile(levels.length - 1)];
  const within = (value: Value, from: number, to: number) =>
    minimum(maximum(value, slice(middle, 1, from, to)), slice(highest, 1, from, to));
  const each = within(means, 0, weeks);
  const sum = reduceSum(each, [1], true);
  const agreeing = mul(each, div(within(sum, weeks, weeks + 1), maximum(sum, NOTHING)));
  return where(greater(isNew, 0.5), agreeing, means);
}
