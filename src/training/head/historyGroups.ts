import { STACK_GROUPS, YOUNG_WEEKS } from '../../contract/stackParts';
import type { Value } from '../../graph/builder';
import { cast, concat, greater, isNaN, matmul, slice, sub, where } from '../../graph/ops';

/** Flags [N, 3], in the order of STACK_GROUPS, of how long records have been on sale; `column` has log1p(weeks of history). */
export function historyGroups(features: Value, column: number): Value {
  const known = slice(features, 1, column, column + 1);
  const weeks = where(isNaN(known), 0, known);
  const atLeast = (from: number) => cast(greater(weeks, Math.log1p(from - 0.5)), 'float');
  const [some, many] = [atLeast(1), atLeast(YOUNG_WEEKS + 1)];
  return concat([sub(1, some), sub(some, many), many], 1);
}

/** A record's own of what each group has, in the order of STACK_GROUPS: [N, values]. */
export function ofOwnGroup(groups: Value, values: readonly (readonly number[])[]): Value {
  const { graph } = groups;
  return matmul(
    groups,
    graph.constant(Float32Array.from(values.flat()), [STACK_GROUPS.length, values[0].length]),
  );
}
