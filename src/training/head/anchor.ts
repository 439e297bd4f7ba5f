import type { Value } from '../../graph/builder';
import {
  add,
  cast,
  concat,
  div,
  exp,
  greater,
  isNaN,
  log,
  maximum,
  minimum,
  mul,
  reduceMean,
  slice,
  sqrt,
  sub,
  where,
} from '../../graph/ops';
import type { Placement } from '../network/placement';
import { groupsBetween } from './historyGroups';
import { selectColumns } from './inputTransform';

/**
 * The scale on which a demand head measures a record, so that all levels of sales look the same to its network: a
 * location, the log1p of the weekly units that a simple method expects, and a spread, the standard deviation of
 * log1p(units) around it.
 */
export interface Anchor {
  /**
   * Columns of the features with log1p(weekly units) whose mean is the own level; none for a head that uses no history.
   */
  own: number[];
  /** Column with 1 for a launch. */
  launch: number;
  /** Columns with log1p(weeks of history) and with the deviation of log1p(units). */
  weeksKnown: number;
  deviation: number;
  /**
   * The largest excess of such a deviation over the usual one in training, times the root of its weeks. The network's
   * answers are in spreads, and it has not learnt what a larger one means; a few weeks scatter more than many by
   * chance.
   */
  widest: number;
  /** The column of the analogs with log1p(mean weekly units) of similar products. */
  similar: number;
  /** log1p(weekly units) if neither is known. */
  fallback: number;
  /** The usual deviation, towards which the own one is shrunk. */
  spread: number;
}

/** Weeks of history from which on only the own level counts, and the most weeks that the deviation is computed from. */
const OWN_LEVEL_WEEKS = 8;
export const DEVIATION_WEEKS = 26;
/** The usual deviation counts as this many weeks. */
const USUAL_WEEKS = 1;
const SMALLEST_SPREAD = 0.05;
const LARGEST_SPREAD = 4;

/** Location of a week's units [N, 1] and spread [N, 1]. */
export function anchored(
  features: Value,
  analogs: Value | null,
  anchor: Anchor,
): { level: Value; spread: Value } {
  const column = (table: Value, at: number) => slice(table, 1, at, at + 1);
  const similar = analogs ? known(column(analogs, anchor.similar), anchor.fallback) : null;
  const weeks = sub(exp(known(column(features, anchor.weeksKnown), 0)), 1);
  const nothing = mul(weeks, 0);
  const others = similar ?? add(nothing, anchor.fallback);
  if (anchor.own.length === 0) return { level: others, spread: add(nothing, anchor.spread) };
  const own = reduceMean(selectColumns(features, anchor.own), [1], true);
  const lent = maximum(sub(1, mul(weeks, 1 / OWN_LEVEL_WEEKS)), 0);
  const believed = where(isNaN(own), 0, div(weeks, add(weeks, lent)));
  const level = add(mul(known(own, 0), believed), mul(others, sub(1, believed)));
  const told = minimum(weeks, DEVIATION_WEEKS);
  const counted = maximum(sub(told, 1), 0);
  const widest = add(div(anchor.widest, sqrt(maximum(told, 1))), anchor.spread);
  const deviation = minimum(known(column(features, anchor.deviation), 0), widest);
  const squares = add(mul(counted, mul(deviation, deviation)), USUAL_WEEKS * anchor.spread ** 2);
  const spread = sqrt(div(squares, add(counted, USUAL_WEEKS)));
  return { level, spread: minimum(maximum(spread, SMALLEST_SPREAD), LARGEST_SPREAD) };
}

/** Location of the answers of `weeks` weeks and of their total. */
export function placementOf({ level, spread }: ReturnType<typeof anchored>, weeks: number): Placement {
  const total = log(add(mul(sub(exp(level), 1), weeks), 1));
  return { location: concat([...Array.from({ length: weeks }, () => level), total], 1), spread };
}

/** Groups of records with their own initial quantiles. */
export const GROUPS = 5;
/** Weeks of history at which the next group begins. */
const GROUP_WEEKS = [1, 4, 8];

/** What a head's inputs are relative to: level and spread [N, 1], and flags [N, GROUPS] of the record's group. */
export function recordAnchor(features: Value, analogs: Value | null, anchor: Anchor) {
  return { ...anchored(features, analogs, anchor), groups: groupFlags(features, anchor) };
}

/** Launches; hidden histories; 1 to 3 weeks, 4 to 7 weeks, and more. */
function groupFlags(features: Value, { own, weeksKnown, launch }: Anchor): Value {
  const column = (at: number) => known(slice(features, 1, at, at + 1), 0);
  const isLaunch = cast(greater(column(launch), 0.5), 'float');
  const weeks = own.length === 0 ? mul(isLaunch, 0) : column(weeksKnown);
  const byWeeks = groupsBetween(
    weeks,
    GROUP_WEEKS.map((from) => Math.log1p(from - 0.5)),
  );
  const count = GROUP_WEEKS.length + 1;
  return concat([isLaunch, sub(slice(byWeeks, 1, 0, 1), isLaunch), slice(byWeeks, 1, 1, count)], 1);
}

function known(x: Value, otherwise: number): Value {
  return where(isNaN(x), otherwise, x);
}
