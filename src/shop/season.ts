import { mean, present, sum } from '../common/statistics';
import type { Week } from '../common/week';
import { MOST_HORIZON } from '../contract/limits';
import type { Manifest } from '../contract/manifest';
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
/** Standard errors within which a season is none, or of which one that is as large counts half. */
const SURE = 2;
/** Weeks that are told a season each; of more there is one for all. */
export const SEASON_WEEKS = MOST_HORIZON;
/** No week is told to sell less than this part of what the weeks to forecast do in mean. */
const LEAST = 0.25;
/** Nothing is told to sell more than nine times as much as before, or less than a ninth. */
const MOST = 0.8;

/** How a head is told a season: for how many weeks from the first to forecast on, and whether each of them has its own. */
export interface ToldSeason {
  weeks: number;
  /** False for heads of an earlier version, which are told nothing of a season within its error. */
  each: boolean;
}

/** What a manifest says of that; undefined for a model whose heads are told the season of a month. */
export function toldSeason({
  season_weeks: weeks,
  season_each: each = false,
}: Pick<Manifest, 'season_weeks' | 'season_each'>): ToldSeason | undefined {
  return weeks === undefined ? undefined : { weeks, each };
}

/**
 * How many times as much as lately products sell in the `ahead` weeks from `target` on, as far as they did a year before:
 * from the difference of the two over their sum, a product's, in mean weighted by `weights` [K], drawn towards none by twice
 * its own error. Of one as large as that half is left, smoothly, or `isSudden` nothing (as the positive part of James and
 * Stein 1961). 1 where no year and a half is known before `asOf`, or none that they tell.
 */
export function seasonOf(
  sales: ToldSales,
  { rows }: Ranking,
  weights: ArrayLike<number>,
  asOf: Week,
  target: Week,
  { ahead, isSudden }: { ahead: number; isSudden: boolean },
): number {
  if (!isTold(sales, asOf, target, ahead)) return 1;
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
  const kept = isSudden ? Math.max(0, 1 - (SURE ** 2 * error) / mean ** 2) : believed(mean ** 2, error);
  const bounded = Math.min(MOST, Math.max(-MOST, mean === 0 ? 0 : mean * kept));
  return (1 + bounded) / (1 - bounded);
}

/**
 * How many times as much as in their mean products sell in each of the `ahead` weeks from `target` on, [ahead]: a year before, a
 * product's share of each, smoothed over three weeks, in mean by `weights` [K] and the roots of what they sold, drawn towards
 * even weeks by twice its error. Null where no year and a half is known before `asOf`, or none that they tell.
 */
export function seasonOfWeeks(
  sales: ToldSales,
  { rows }: Ranking,
  weights: ArrayLike<number>,
  asOf: Week,
  target: Week,
  ahead: number,
): Float64Array | null {
  if (ahead > SEASON_WEEKS || !isTold(sales, asOf, target, ahead)) return null;
  const told: { weeks: Float64Array; weight: number }[] = [];
  for (let at = 0; at < rows.length; at++) {
    const then = meanUnits(sales, rows[at], target - YEAR, ahead);
    if (!(then > 0)) continue;
    const units = (week: number) =>
      sales.unitsAt(rows[at], target - YEAR + Math.min(ahead - 1, Math.max(0, week)));
    const smooth = (week: number) => {
      const known = present([units(week - 1), units(week), units(week), units(week + 1)]);
      return known.length > 0 ? sum(known) / known.length : then;
    };
    const weeks = Float64Array.from({ length: ahead }, (_, week) => smooth(week) / then);
    told.push({ weeks, weight: weights[at] * Math.sqrt(then) });
  }
  if (told.length < FEWEST) return null;
  const whole = told.reduce((sum, { weight }) => sum + weight, 0);
  const means = new Float64Array(ahead);
  for (const { weeks, weight } of told)
    weeks.forEach((share, week) => (means[week] += (weight * share) / whole));
  let [signal, error] = [0, 0];
  means.forEach((mean, week) => {
    signal += (mean - 1) ** 2;
    for (const { weeks, weight } of told) error += ((weight * (weeks[week] - mean)) / whole) ** 2;
  });
  return means.map((mean) => Math.max(LEAST, 1 + (mean - 1) * believed(signal, error)));
}

/** How much is left of what was found, by its square and its squared error. */
function believed(square: number, error: number): number {
  return square === 0 ? 0 : square / (square + SURE ** 2 * error);
}

function isTold(sales: ToldSales, asOf: Week, target: Week, ahead: number): boolean {
  return asOf - sales.firstWeek >= SEASONAL_WEEKS && target - YEAR + ahead <= asOf;
}

/** The mean of a product's known weeks; NaN where they are fewer than half, or it was not yet on sale in the first one. */
function meanUnits(sales: ToldSales, row: number, from: Week, weeks: number): number {
  const units = Array.from({ length: weeks }, (_, at) => sales.unitsAt(row, from + at));
  if (Number.isNaN(units[0]) && sales.firstSale[row] > from) return NaN;
  const known = present(units);
  return 2 * known.length < weeks ? NaN : mean(known);
}
