import type { Week } from '../common/week';
import type { Ranking } from './ranking';
import type { ToldSales } from './plainSales';

const YEAR = 52;
/** Weeks from which on a shop's season can be told: a year, and half of one more. */
export const SEASONAL_WEEKS = 78;
/** Weeks whose mean is a product's level. */
const LEVEL_WEEKS = 8;
/** Weeks before the week asked about that a season is told by. */
export const SEASON_TOLD_BY = YEAR + LEVEL_WEEKS;
/** Products that tell of a season at least. */
const FEWEST = 5;
/** Standard errors within which a season is none. */
const SURE = 2;
/** Nothing is told to sell more than nine times as much as before, or less than a ninth. */
const MOST = 0.8;

/**
 * How many times as much as lately products sell in the `ahead` weeks from `target` on, as far as they did a year before: from the
 * difference of the two over their sum, a product's, in mean weighted by `weights` [K], drawn towards none by
 * twice its own error (as the positive part of James and Stein 1961). 1 where no year and a half is known before `asOf`, or none that they tell.
 */
export function seasonOf(
  sales: ToldSales,
  { rows }: Ranking,
  weights: ArrayLike<number>,
  asOf: Week,
  target: Week,
  ahead: number,
): number {
  if (asOf - sales.firstWeek < SEASONAL_WEEKS || target - YEAR + ahead > asOf) return 1;
  const changes: { change: number; weight: number }[] = [];
  for (let at = 0; at < rows.length; at++) {
    const then = meanUnits(sales, rows[at], target - YEAR, ahead);
    const before = meanUnits(sales, rows[at], asOf - YEAR - LEVEL_WEEKS, LEVEL_WEEKS);
    // Also false where one of them is not known, as of a product that was not yet on sale.
    if (then + before > 0) changes.push({ change: (then - before) / (then + before), weight: weights[at] });
  }
  if (changes.length < FEWEST) return 1;
  const whole = changes.reduce((sum, { weight }) => sum + weight, 0);
  const mean = changes.reduce((sum, { change, weight }) => sum + weight * change, 0) / whole;
  const error =
    changes.reduce((sum, { change, weight }) => sum + (weight * (change - mean)) ** 2, 0) / whole ** 2;
  const kept = mean === 0 ? 0 : mean * Math.max(0, 1 - (SURE ** 2 * error) / mean ** 2);
  const bounded = Math.min(MOST, Math.max(-MOST, kept));
  return (1 + bounded) / (1 - bounded);
}

/** NaN where one of the weeks is not known. */
function meanUnits(sales: ToldSales, row: number, from: Week, weeks: number): number {
  let sum = 0;
  for (let week = from; week < from + weeks; week++) sum += sales.unitsAt(row, week);
  return sum / weeks;
}
