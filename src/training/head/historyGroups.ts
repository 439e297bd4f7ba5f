import { STACK_GROUPS, YOUNG_WEEKS } from '../../contract/stackParts';
import type { Value } from '../../graph/builder';
import { add, cast, greater, isNaN, matmul, slice, where } from '../../graph/ops';

/**
 * Flags [N, 3], in the order of STACK_GROUPS, of how long records have been on sale; `column` has log1p(weeks of
 * history).
 */
export function historyGroups(features: Value, column: number): Value {
  const known = slice(features, 1, column, column + 1);
  const weeks = where(isNaN(known), 0, known);
  return groupsBetween(weeks, [Math.log1p(0.5), Math.log1p(YOUNG_WEEKS + 0.5)]);
}

/**
 * Flags [N, K + 1] of the interval of values [N, 1] between ascending bounds [K]: below the first one, .., above the
 * last.
 */
export function groupsBetween(values: Value, bounds: readonly number[]): Value {
  const { graph } = values;
  const count = bounds.length;
  const above = cast(greater(values, graph.constant(Float32Array.from(bounds), [1, count])), 'float');
  // Each bound passed moves the flag to the next group.
  const moves = new Float32Array(count * (count + 1));
  bounds.forEach((_, bound) => moves.set([-1, 1], bound * (count + 1) + bound));
  const first = Float32Array.from({ length: count + 1 }, (_, group) => (group === 0 ? 1 : 0));
  return add(matmul(above, graph.constant(moves, [count, count + 1])), graph.constant(first, [count + 1]));
}

/** Selects each record's row of the groups' values, in the order of STACK_GROUPS: [N, values]. */
export function ofOwnGroup(groups: Value, values: readonly (readonly number[])[]): Value {
  const { graph } = groups;
  return matmul(
    groups,
    graph.constant(Float32Array.from(values.flat()), [STACK_GROUPS.length, values[0].length]),
  );
}
