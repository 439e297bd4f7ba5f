import { mean, median } from '../../common/statistics';
import type { Week } from '../../common/week';
import { coverOf, isCovered, joinSpans } from './coverage';
import { coveredDays } from './coveredDays';
import type { Database } from '../database/database';

/** A week that the data cover, and how many products sold something in it. */
export interface CoveredWeek {
  week: Week;
  selling: number;
}

/** Weeks with sales, before and after, that say how much a shop usually sells. */
const NEAR_WEEKS = 4;
/** How likely a week without a sale may be by chance. */
const CHANCE = 0.01;
/** Share of the weeks beyond which weeks without a sale are this shop's way. */
const EXCEPTIONS = 0.2;

const NONE: ReadonlySet<Week> = new Set();

/**
 * Weeks after the first sale in which a shop sold nothing, though by chance it would have: it was shut, and what its
 * products would have sold is not known. `weeks` ascending.
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

/** The same by what the catalog knows of its shop's weeks. */
export function shutWeeksOf(database: Database): ReadonlySet<Week> {
  const weeks = database.prepare<[], CoveredWeek>('SELECT week, selling FROM shop_weeks ORDER BY week').all();
  if (weeks.every(({ selling }) => selling > 0)) return NONE;
  const joined = joinSpans(coveredDays(database));
  return shutWeeks(weeks.filter(({ week }) => isCovered(coverOf(week, joined))));
}

function usualOf(weeks: readonly CoveredWeek[]): number {
  return median(weeks.map(({ selling }) => selling));
}

/** Variance of the number of products that sell over its mean, by the differences of weeks that follow each other. */
function spreadOf(open: readonly CoveredWeek[]): number {
  const pairs = open.slice(1).flatMap(({ week, selling }, at) => {
    const before = open[at];
    return before.week === week - 1 ? [(selling - before.selling) ** 2 / (selling + before.selling)] : [];
  });
  return pairs.length === 0 ? Infinity : Math.max(mean(pairs), 1 / (pairs.length + 1));
}

/**
 * Of a count with such a mean and spread: binomial below a spread of 1, as of few products that nearly always sell; Poisson
 * at 1; above, as of orders of several products each, Poisson of the orders.
 */
function chanceOfNone(usual: number, spread: number): number {
  return spread < 1 ? spread ** (usual / (1 - spread)) : Math.exp(-usual / spread);
}
