import type { Value } from '../../graph/builder';
import { add, concat, div, exp, isNaN, minimum, mul, slice, sub, where } from '../../graph/ops';
import { YOUNG_WEEKS } from '../../contract/stackParts';

/** A simple method beside the network: a column of the features or of the analogs with log1p(weekly units). */
export interface StackMember {
  name: string;
  table: 'features' | 'analogs';
  column: number;
  /**
   * A column of the analogs that it is drawn towards, which counts as LENT_WEEKS of a young product's own: what
   * empirical Bayes makes of a level of few weeks. Where nothing is known of that, it stands as it is.
   */
  towards?: number;
}

/** Weeks of a product's own sales that what similar ones sell is worth: 1 did better than 2 or 3 on drawn shops (scripts/portfolio). */
const LENT_WEEKS = 1;

/** Weekly units that each member expects, [N, K]; NaN where it knows nothing. `weeksKnown` is a column of the features. */
export function memberUnits(
  members: readonly StackMember[],
  features: Value,
  analogs: Value | null,
  weeksKnown: number,
): Value {
  const unitsOf = (table: Value | null, column: number) => {
    if (!table) throw new Error('a stack reads analogs that the head has not: this is a bug');
    return sub(exp(slice(table, 1, column, column + 1)), 1);
  };
  const columns = members.map(({ table, column, towards }) => {
    const own = unitsOf(table === 'features' ? features : analogs, column);
    if (towards === undefined) return own;
    const lent = unitsOf(analogs, towards);
    const weeks = minimum(unitsOf(features, weeksKnown), YOUNG_WEEKS);
    const drawn = div(add(mul(own, weeks), mul(lent, LENT_WEEKS)), add(weeks, LENT_WEEKS));
    return where(isNaN(lent), own, drawn);
  });
  return concat(columns, 1);
}

/** The same of one record: its features and analogs from `feature` and `similar` on. */
export function memberUnitsOf(
  { table, column, towards }: StackMember,
  feature: (column: number) => number,
  similar: (column: number) => number,
  weeksKnown: number,
): number {
  const own = Math.expm1(table === 'features' ? feature(column) : similar(column));
  const lent = towards === undefined ? NaN : Math.expm1(similar(towards));
  if (Number.isNaN(lent)) return own;
  const weeks = Math.min(Math.expm1(feature(weeksKnown)), YOUNG_WEEKS);
  return (weeks * own + LENT_WEEKS * lent) / (weeks + LENT_WEEKS);
}
