import { mean, median } from '../../common/statistics';
import type { Week } from '../../common/week';
import { coverOf, isCovered, joinSpans } from './coverage';
import { coveredDays } from './coveredDays';
import type { Database } from '../database/database';

/** A covered week, and how many products sold in it. */
export interface CoveredWeek {
  week: Week;
  selling: number;
}

/** Weeks with sales before and after that show how much a shop usually sells. */
const NEAR_WEEKS = 4;
/** Largest probability that a week without a sale is chance. */
const CHANCE = 0.01;
/** If more than this share of the weeks has no sale, that is normal for the shop. */
const EXCEPTIONS = 0.2;

const NONE: ReadonlySet<Week> = new Set();

/**
 * Weeks after the first sale in which a shop sold nothing although chance does not explain it: it was shut, and what
 * its products would have sold is unknown. `weeks` ascending.
 */
export function shutWeeks(weeks: readonly CoveredWeek[]): ReadonlySet<Week> {
  const since = weeks.slice(weeks.findIndex(({ selling }) => selling > 0));
  const open = since.filter(({ selling }) => selling > 0);
  const empty = since.filter(({ selling }) => selling === 0);
  if (empty.length === 0 || empty.length > EXCEPTIONS * since.length) return NONE;
  const spread = spreadOf(open);
  const shut = empty.filter(({ week }) => {
    const after = open.findIndex((other) => other.week > week);
    const sides = after < 0 ? [open] : [open.slice(0, after), open.slice(after)];
    const usual = Math.min(
      ...sides.map((side, at) => usualOf(at === 0 ? side.slice(-NEAR_WEEKS) : side.slice(0, NEAR_WEEKS))),
    );
    return chanceOfNone(usual, spread) <= CHANCE;
  });
  return new Set(shut.map(({ week }) => week));
}

/** The same from the catalog's weeks of its shop. */
export function shutWeeksOf(database: Database): ReadonlySet<Week> {
  const weeks = database.prepare<[], CoveredWeek>('SELECT week, selling FROM shop_weeks ORDER BY week').all();
  if (weeks.every(({ selling }) => selling > 0)) return NONE;
  const joined = joinSpans(coveredDays(database));
  return shutWeeks(weeks.filter(({ week }) => isCovered(coverOf(week, joined))));
}

function usualOf(weeks: readonly CoveredWeek[]): number {
  return median(weeks.map(({ selling }) => selling));
}

/** Variance over mean of the number of products that sell, estimated from differences between successive weeks. */
function spreadOf(open: readonly CoveredWeek[]): number {
  const pairs = open.slice(1).flatMap(({ week, selling }, at) => {
    const before = open[at];
    return before.week === week - 1 ? [(selling - before.selling) ** 2 / (selling + before.selling)] : [];
  });
  return pairs.length === 0 ? Infinity : Math.max(mean(pairs), 1 / (pairs.length + 1));
}

/**
 * Probability of zero for a count with this mean and dispersion: binomial below a dispersion of 1, as for few products
 * that nearly always sell; Poisson at 1; above, as for orders of several products each, Poisson in the orders.
 */
function chanceOfNone(usual: number, spread: number): number {
  return spread < 1 ? spread ** (usual / (1 - spread)) : Math.exp(-usual / spread);
}
