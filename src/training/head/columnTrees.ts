import type { Value } from '../../graph/builder';
import { add, cast, gather, greater, mul, reduceSum, reshape } from '../../graph/ops';
import { selectColumns } from './inputTransform';

/**
 * Boosted oblivious trees: each level asks the same question in all its nodes (Prokhorenkova et al. 2018), whether a
 * column is greater than a threshold. Missing values are not.
 */
export interface ColumnTrees {
  /** The questions of each tree, row-major [T, DEPTH]. */
  columns: number[];
  thresholds: number[];
  /** Row-major [T, LEAVES], on the targets' scale; the first question is the lowest bit of a leaf's index. */
  leaves: number[];
}

export const DEPTH = 5;
export const LEAVES = 2 ** DEPTH;

/** Predictions of the trees, [N, 1], from features [N, F] in a graph. */
export function treeAnswers(features: Value, { columns, thresholds, leaves }: ColumnTrees): Value {
  const { graph } = features;
  const trees = leaves.length / LEAVES;
  const asked = selectColumns(features, columns);
  const greaterThan = greater(asked, graph.constant(Float32Array.from(thresholds), [1, columns.length]));
  const bits = reshape(cast(greaterThan, 'float'), ['N', trees, DEPTH]);
  const worth = graph.constant(
    Float32Array.from({ length: DEPTH }, (_, level) => 2 ** level),
    [1, 1, DEPTH],
  );
  const first = graph.constant(
    Float32Array.from({ length: trees }, (_, tree) => tree * LEAVES),
    [1, trees],
  );
  const places = cast(add(reduceSum(mul(bits, worth), [2]), first), 'int64');
  return reduceSum(gather(graph.constant(Float32Array.from(leaves), [leaves.length]), places), [1], true);
}
