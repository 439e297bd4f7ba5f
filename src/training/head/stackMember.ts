import type { Value } from '../../graph/builder';
import { concat, exp, slice, sub } from '../../graph/ops';

/** A simple method beside the network: a column of the features or of the analogs with log1p(weekly units). */
export interface StackMember {
  name: string;
  table: 'features' | 'analogs';
  column: number;
}

/** Weekly units that each member expects, [N, K]; NaN where it knows nothing. */
export function memberUnits(members: readonly StackMember[], features: Value, analogs: Value | null): Value {
  const columns = members.map(({ table, column }) => {
    const from = table === 'features' ? features : analogs;
    if (!from) throw new Error('a stack reads analogs that the head has not: this is a bug');
    return slice(from, 1, column, column + 1);
  });
  return sub(exp(concat(columns, 1)), 1);
}
