import type { Value } from '../../graph/builder';
import { exp, greater, isNaN, matmul, maximum, mul, sub, add, where } from '../../graph/ops';
import { selectColumns } from './inputTransform';

/** Effects of category levels on the expectation for a product without history. */
export interface CategoryLift {
  /** Columns of the features that are 1 for a record of the level, 0 or NaN for any other. */
  columns: readonly number[];
  /** Added to log1p of weekly units, one a column. */
  effects: readonly number[];
}

/** Weekly units with the effect of their categories. */
export function liftedBy(units: number, effect: number): number {
  return Math.max(0, (units + 1) * Math.exp(effect) - 1);
}

/** The same in a graph, for weekly units [N, K] of the records that `isNew` [N, 1] names. */
export function liftedIn(
  features: Value,
  isNew: Value,
  { columns, effects }: CategoryLift,
): (units: Value) => Value {
  const flags = selectColumns(features, columns);
  const weights = features.graph.constant(Float32Array.from(effects), [effects.length, 1]);
  const factor = exp(matmul(where(isNaN(flags), 0, flags), weights));
  return (units) => where(greater(isNew, 0.5), maximum(sub(mul(add(units, 1), factor), 1), 0), units);
}
