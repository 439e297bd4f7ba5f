import type { Value } from '../../graph/builder';
import { concat, div, greater, isNaN, maximum, mul, reduceSum, slice, where } from '../../graph/ops';

/** Fewer units than this count as zero. */
const NOTHING = 1e-6;

/** Factors of weeks, [N, weeks], from the column `first` of the analogs on; 1 if unknown. */
export function seasonIn(analogs: Value, first: number, weeks: number): Value {
  const told = slice(analogs, 1, first, first + weeks);
  return where(isNaN(told), 1, told);
}

/** The same with the factor of their total, [N, weeks + 1]: that of the sum of their means [N, weeks]. */
export function withTotal(season: Value, means: Value): Value {
  const before = reduceSum(means, [1], true);
  const after = reduceSum(mul(means, season), [1], true);
  return concat([season, where(greater(before, NOTHING), div(after, maximum(before, NOTHING)), 1)], 1);
}
