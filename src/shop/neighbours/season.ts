import { type Week, weekOf } from '../../common/week';
import { MOST_HORIZON } from '../../contract/limits';
import type { Manifest } from '../../contract/manifest';
import type { Ranking } from '../../common/ranking';
import type { ToldSales } from '../sales/plainSales';

const YEAR = 52;
/** Weeks from which on a shop's season can be estimated: a year and a half. */
export const SEASONAL_WEEKS = 78;
/** Weeks from which a product's level is computed. */
const LEVEL_WEEKS = 8;
/** Their weights, oldest first, as in an anchor: half as their mean, half as smoothing with .3. */
const AS_ANCHORED = Float64Array.from(
  { length: LEVEL_WEEKS },
  (_, at) => 1 / LEVEL_WEEKS + (0.3 * 0.7 ** (LEVEL_WEEKS - 1 - at)) / (1 - 0.7 ** LEVEL_WEEKS),
);
/** Weeks before a given week from which a season is computed. */
export const SEASON_TOLD_BY = YEAR + LEVEL_WEEKS;
/** Weeks averaged to smooth one. */
const AROUND = [-1, 0, 0, 1];
/** Least number of products for a season. */
const FEWEST = 5;
/** Standard errors within which a season counts as none, or at which it counts half. */
const SURE = 2;
/**
 * Standard deviation of the common movement of all products of a shop from one eight weeks to the next without a
 * season, as half a change of the logarithm: one year cannot tell it from a small season.
 */
const COMMON = 0.1;
/** Weeks with their own season; beyond that there is one for all. */
export const SEASON_WEEKS = MOST_HORIZON;
/** Lower bound of a week's share relative to the mean of the weeks to forecast. */
const LEAST = 0.25;
/** Changes are bounded by a factor of nine up or down. */
const MOST = 0.8;

/** How a head gets a season: for how many weeks from the first to forecast on, and whether each of them has its own. */
export interface ToldSeason {
  weeks: number;
  /** False for heads of an earlier version, which get none within its error. */
  each: boolean;
  /** Whether each week is relative to recent sales, and not only to the other weeks to forecast. */
  change?: boolean;
  /**
   * Whether a product that came to its end counts with its sales in its first weeks instead of none. Not with `change`:
   * what sells only in one season is not at its end.
   */
  ended?: boolean;
}

/** The same from a manifest; undefined for a model whose heads get the season of a month. */
export function toldSeason({
  season_weeks: weeks,
  season_each: each = false,
  season_change: change = false,
  ended_told: ended = false,
}: Pick<Manifest, 'season_weeks' | 'season_each' | 'season_change' | 'ended_told'>): ToldSeason | undefined {
  return weeks === undefined ? undefined : { weeks, each, change, ended };
}

/**
 * Weeks of the data that a model was trained on, if they are too few for a season; null for others, and for a table.
 */
export function weeksWithoutSeason({ first_week: first, last_week: last }: Manifest['data']): number | null {
  if (first === null || last === null) return null;
  const weeks = weekOf(last) + 1 - weekOf(first);
  return weeks < SEASONAL_WEEKS ? weeks : null;
}

/** How the heads of a model trained on so many weeks get a season. */
export function seasonToTell(weeksKnown: number, horizon: number): ToldSeason {
  const change = weeksKnown >= SEASONAL_WEEKS && horizon <= SEASON_WEEKS;
  return { weeks: horizon, each: true, change, ended: weeksKnown < SEASONAL_WEEKS };
}

/** The effect of a season: on the levels of others, and, if each week has its own, on each of those [weeks]. */
export interface Season {
  levels: number;
  weeks: Float64Array | null;
}

/**
 * The season of the weeks from `target` on as others tell it, by `weights` [K]. Where it is told with the change since lately,
 * what levels of others are multiplied by is what lies between their mean and a level as heads are anchored at.
 */
export function toldSeasonOf(
  sales: ToldSales,
  others: Ranking,
  weights: ArrayLike<number>,
  asOf: Week,
  target: Week,
  { weeks: ahead, each, change = false }: ToldSeason,
): Season {
  const from = change ? SEASON_TOLD_BY : SEASONAL_WEEKS;
  const of = { ahead, isSudden: !each, from, common: change ? COMMON : 0 };
  const levels = seasonOf(sales, others, weights, asOf, target, of);
  const weeks = each ? seasonOfWeeks(sales, others, weights, asOf, target, of) : null;
  if (!change) return { levels, weeks };
  const changed = seasonOf(sales, others, weights, asOf, target, { ...of, level: AS_ANCHORED });
  return {
    levels: levels / changed,
    weeks: (weeks ?? new Float64Array(ahead).fill(1)).map((week) => week * changed),
  };
}

/**
 * How many times as much as lately products sell in the `ahead` weeks from `target` on, as far as they did a year before:
 * from the difference of the two over their sum, a product's, in mean weighted by `weights` [K], drawn towards none by twice
 * its own error. Of one as large as that half is left, smoothly, or `isSudden` nothing (as the positive part of James and
 * Stein 1961). Lately are eight weeks, which count evenly or by `level`. 1 where fewer than `from` weeks are known before `asOf`, or none that
 * they tell.
 */
export function seasonOf(
  sales: ToldSales,
  { rows }: Ranking,
  weights: ArrayLike<number>,
  asOf: Week,
  target: Week,
  {
    ahead,
    isSudden,
    from = SEASONAL_WEEKS,
    level,
    common = 0,
  }: { ahead: number; isSudden: boolean; from?: number; level?: Float64Array; common?: number },
): number {
  if (!isTold(sales, asOf, target, ahead, from)) return 1;
  const [thenUnits, beforeUnits] = [new Float64Array(ahead), new Float64Array(LEVEL_WEEKS)];
  const [changes, changesWeights] = [new Float64Array(rows.length), new Float64Array(rows.length)];
  let told = 0;
  for (let at = 0; at < rows.length; at++) {
    const then = meanUnits(sales, rows[at], target - YEAR, thenUnits);
    const before = meanUnits(sales, rows[at], asOf - YEAR - LEVEL_WEEKS, beforeUnits, level);
    // Also false where one of them is not known, as of a product that was not yet on sale.
    if (!(then + before > 0)) continue;
    changes[told] = (then - before) / (then + before);
    changesWeights[told++] = weights[at];
  }
  if (told < FEWEST) return 1;
  let [whole, mean, error] = [0, 0, 0];
  for (let at = 0; at < told; at++) whole += changesWeights[at];
  for (let at = 0; at < told; at++) mean += changesWeights[at] * changes[at];
  mean /= whole;
  for (let at = 0; at < told; at++) error += (changesWeights[at] * (changes[at] - mean)) ** 2;
  error = error / whole ** 2 + common ** 2;
  const kept = isSudden ? Math.max(0, 1 - (SURE ** 2 * error) / mean ** 2) : believed(mean ** 2, error);
  const bounded = Math.min(MOST, Math.max(-MOST, mean === 0 ? 0 : mean * kept));
  return (1 + bounded) / (1 - bounded);
}

/**
 * How many times as much as in their mean products sell in each of the `ahead` weeks from `target` on, [ahead]: a year before, a
 * product's share of each, smoothed over three weeks, in mean by `weights` [K] and the roots of what they sold, drawn towards
 * even weeks by twice its error. Null where fewer than `from` weeks are known before `asOf`, or none that they tell.
 */
export function seasonOfWeeks(
  sales: ToldSales,
  { rows }: Ranking,
  weights: ArrayLike<number>,
  asOf: Week,
  target: Week,
  { ahead, from = SEASONAL_WEEKS }: { ahead: number; from?: number },
): Float64Array | null {
  if (ahead > SEASON_WEEKS || !isTold(sales, asOf, target, ahead, from)) return null;
  const units = new Float64Array(ahead);
  /** Row-major [told, ahead]. */
  const shares = new Float64Array(rows.length * ahead);
  const sharesWeights = new Float64Array(rows.length);
  let told = 0;
  for (let at = 0; at < rows.length; at++) {
    const then = meanUnits(sales, rows[at], target - YEAR, units);
    if (!(then > 0)) continue;
    for (let week = 0; week < ahead; week++) shares[told * ahead + week] = smoothed(units, week, then) / then;
    sharesWeights[told++] = weights[at] * Math.sqrt(then);
  }
  if (told < FEWEST) return null;
  let whole = 0;
  for (let at = 0; at < told; at++) whole += sharesWeights[at];
  const means = new Float64Array(ahead);
  for (let at = 0; at < told; at++)
    for (let week = 0; week < ahead; week++)
      means[week] += (sharesWeights[at] * shares[at * ahead + week]) / whole;
  let [signal, error] = [0, 0];
  for (let week = 0; week < ahead; week++) {
    signal += (means[week] - 1) ** 2;
    for (let at = 0; at < told; at++)
      error += ((sharesWeights[at] * (shares[at * ahead + week] - means[week])) / whole) ** 2;
  }
  const kept = believed(signal, error);
  for (let week = 0; week < ahead; week++) means[week] = Math.max(LEAST, 1 + (means[week] - 1) * kept);
  return means;
}

/** How much of an estimate remains after shrinkage, by its square and its squared error. */
function believed(square: number, error: number): number {
  return square === 0 ? 0 : square / (square + SURE ** 2 * error);
}

function isTold(sales: ToldSales, asOf: Week, target: Week, ahead: number, from: number): boolean {
  return asOf - sales.firstWeek >= from && target - YEAR + ahead <= asOf;
}

/**
 * The mean of a product's known weeks, as many as there is room for, with `weights` if given; NaN if fewer than half
 * are known, or it was not yet on sale in the first one.
 */
function meanUnits(
  sales: ToldSales,
  row: number,
  from: Week,
  units: Float64Array,
  weights?: Float64Array,
): number {
  sales.unitsFrom(row, from, units);
  if (Number.isNaN(units[0]) && sales.firstSale[row] > from) return NaN;
  let [sum, whole, known] = [0, 0, 0];
  for (let at = 0; at < units.length; at++) {
    if (Number.isNaN(units[at])) continue;
    const weight = weights ? weights[at] : 1;
    sum += weight * units[at];
    whole += weight;
    known += 1;
  }
  return 2 * known < units.length ? NaN : sum / whole;
}

/** The mean of a week's known units and those around it, itself counted twice. */
function smoothed(units: Float64Array, week: number, ofNone: number): number {
  let [sum, known] = [0, 0];
  for (let part = 0; part < AROUND.length; part++) {
    const told = units[Math.min(units.length - 1, Math.max(0, week + AROUND[part]))];
    if (Number.isNaN(told)) continue;
    sum += told;
    known += 1;
  }
  return known > 0 ? sum / known : ofNone;
}
