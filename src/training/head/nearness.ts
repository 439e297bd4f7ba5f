import type { Nearness } from '../../contract/stackParts';
import type { Value } from '../../graph/builder';
import { add, div, exp, greater, isNaN, maximum, mul, slice, sqrt, sub, where } from '../../graph/ops';
import { nearnessShares } from '../../shop/nearness';

/** How a head's answers go by how near others are, with the columns of its analogs in the order of NEARNESS_COLUMNS. */
export interface HeadNearness extends Nearness {
  columns: readonly number[];
}

/** Less weight than this is none. */
const NOTHING = 1e-9;

/**
 * Where the weekly units of a product without history come to lie: the square of the mean of square roots, by the shares of
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

/** The same in a graph, for weekly units [N, K] of the records that `isNew` [N, 1] names. */
export function nearerIn(
  analogs: Value,
  isNew: Value,
  { typical, twins, columns }: HeadNearness,
): (units: Value) => Value {
  const [level, twinsLevel, twinsWeight, alikeWeight] = columns.map((at) => slice(analogs, 1, at, at + 1));
  const known = (value: Value) => where(isNaN(value), 0, value);
  const root = (log: Value) => sqrt(maximum(sub(exp(known(log)), 1), 0));
  const alike = known(alikeWeight);
  const ofTypical = where(isNaN(level), 0, typical);
  const ofTwins = where(isNaN(twinsLevel), 0, mul(known(twinsWeight), twins));
  const others = add(mul(root(level), ofTypical), mul(root(twinsLevel), ofTwins));
  const whole = add(add(alike, ofTypical), ofTwins);
  const counted = greater(mul(isNew, whole), NOTHING);
  return (units) => {
    const mean = div(add(mul(sqrt(maximum(units, 0)), alike), others), maximum(whole, NOTHING));
    return where(counted, mul(mean, mean), units);
  };
}
