import { sizeAt } from '../../graph/shapes';
import type { Value } from '../../graph/builder';
import { concat, exp, sub } from '../../graph/ops';
import { selectColumns } from './inputTransform';

/** A simple method next to the network: a column of the features or of the analogs with log1p(weekly units). */
export interface StackMember {
  name: string;
  table: 'features' | 'analogs';
  column: number;
}

/** Weekly units that each member expects, [N, K]; NaN if it has no forecast. */
export function memberUnits(members: readonly StackMember[], features: Value, analogs: Value | null): Value {
  const tables = analogs ? concat([features, analogs], 1) : features;
  const columns = members.map(({ table, column }) => {
    if (table === 'features') return column;
    if (!analogs) throw new Error('a stack reads analogs that the head has not: this is a bug');
    return sizeAt(features, 1) + column;
  });
  return sub(exp(selectColumns(tables, columns)), 1);
}
