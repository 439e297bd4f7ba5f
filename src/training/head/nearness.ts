import type { Nearness } from '../../contract/stackParts';
import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  div,
  exp,
  greater,
  isNaN,
  maximum,
  mul,
  reduceSum,
  slice,
  sqrt,
  sub,
  where,
} from '../../graph/ops';
import { nearnessShares } from '../../shop/neighbours/nearness';
import { selectColumns } from './inputTransform';

/**
 * How a head's answers depend on the similarity of others, with the columns of its analogs in the order of
 * NEARNESS_COLUMNS.
 */
export interface HeadNearness extends Nearness {
  columns: readonly number[];
}

/** Smaller weights count as zero. */
const NOTHING = 1e-9;

/**
 * The adjusted weekly units of a product without history: the square of the mean of square roots, with the shares of
 * nearnessShares.
 */
export function nearer(units: number, analogs: Float32Array, { columns, ...nearness }: HeadNearness): number {
  const figures = columns.map((column) => analogs[column]);
  const { mix, typical, twins } = nearnessShares(figures, nearness);
  const root = (log: number) => Math.sqrt(Math.expm1(log));
  return (
    (mix * Math.sqrt(units) +
      (typical && typical * root(figures[0])) +
      (twins && twins * root(figures[1]))) **
    2
  );
}

/** The same in a graph, for weekly units [N, K] of the records that `isNew` [N, 1] selects. */
export function nearerIn(
  analogs: Value,
  isNew: Value,
  { typical, twins, columns }: HeadNearness,
): (units: Value) => Value {
  const figures = selectColumns(analogs, columns);
  const missing = isNaN(figures);
  const known = where(missing, 0, figures);
  const column = (at: number) => slice(known, 1, at, at + 1);
  const roots = sqrt(maximum(sub(exp(slice(known, 1, 0, 2)), 1), 0));
  const most = analogs.graph.constant(Float32Array.of(typical, twins), [1, 2]);
  const counts = where(slice(missing, 1, 0, 2), 0, most);
  const shares = concat([slice(counts, 1, 0, 1), mul(slice(counts, 1, 1, 2), column(2))], 1);
  const others = reduceSum(mul(roots, shares), [1], true);
  const alike = column(3);
  const whole = add(alike, reduceSum(shares, [1], true));
  const counted = greater(mul(isNew, whole), NOTHING);
  return (units) => {
    const mean = div(add(mul(sqrt(maximum(units, 0)), alike), others), maximum(whole, NOTHING));
    return where(counted, mul(mean, mean), units);
  };
}
