import type { Value } from '../../graph/builder';
import { add, cast, gather, greater, mul, reduceSum, reshape } from '../../graph/ops';
import { selectColumns } from './inputTransform';

/**
 * Boosted trees of which every level asks one question in all its leaves (Prokhorenkova et al. 2018): whether a column is
 * greater than a threshold. What is missing is not.
 */
export interface ColumnTrees {
  /** Of each tree its questions, row-major [T, DEPTH]. */
  columns: number[];
  thresholds: number[];
  /** Row-major [T, LEAVES], on the targets' scale; the first question is the lowest bit of a leaf's place. */
  leaves: number[];
}

export const DEPTH = 5;
export const LEAVES = 2 ** DEPTH;

/** What trees answer, [N, 1], from features [N, F] in a graph. */
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
