import { type Week, weekOf } from '../../common/week';
import { MOST_HORIZON } from '../../contract/limits';
import type { Manifest } from '../../contract/manifest';
import type { Ranking } from '../../common/ranking';
import type { ToldSales } from '../sales/plainSales';

const YEAR = 52;
/** Weeks from which on a shop's season can be told: a year, and half of one more. */
export const SEASONAL_WEEKS = 78;
/** Weeks that a product's level is taken of. */
const LEVEL_WEEKS = 8;
/** How much each of them counts, oldest first, where an anchor has it: half as their mean, half as smoothing with .3. */
const AS_ANCHORED = Float64Array.from(
  { length: LEVEL_WEEKS },
  (_, at) => 1 / LEVEL_WEEKS + (0.3 * 0.7 ** (LEVEL_WEEKS - 1 - at)) / (1 - 0.7 ** LEVEL_WEEKS),
);
/** Weeks before the week asked about that a season is told by. */
export const SEASON_TOLD_BY = YEAR + LEVEL_WEEKS;
/** Weeks that smooth one. */
const AROUND = [-1, 0, 0, 1];
/** Products that tell of a season at least. */
const FEWEST = 5;
/** Standard errors within which a season is none, or of which one that is as large counts half. */
const SURE = 2;
/**
 * Standard deviation of what all products of a shop do together from one eight weeks to the next without a season, as half a
 * change of the logarithm: one year does not tell it from a small season.
 */
const COMMON = 0.1;
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
  /** Whether each week's is beside what was sold lately, and not only beside the other weeks to forecast. */
  change?: boolean;
  /**
   * Whether a product that came to its end tells what it sold in its first weeks, in place of nothing. Not where a change is
   * told: what sells in one season only is not at its end.
   */
  ended?: boolean;
}

/** What a manifest says of that; undefined for a model whose heads are told the season of a month. */
export function toldSeason({
  season_weeks: weeks,
  season_each: each = false,
  season_change: change = false,
  ended_told: ended = false,
}: Pick<Manifest, 'season_weeks' | 'season_each' | 'season_change' | 'ended_told'>): ToldSeason | undefined {
  return weeks === undefined ? undefined : { weeks, each, change, ended };
}

/** Weeks of the data that a model was trained on, where they are too few to tell a season; null for others, and for a table. */
export function weeksWithoutSeason({ first_week: first, last_week: last }: Manifest['data']): number | null {
  if (first === null || last === null) return null;
  const weeks = weekOf(last) + 1 - weekOf(first);
  return weeks < SEASONAL_WEEKS ? weeks : null;
}

/** How the heads of a model trained on so many weeks are told a season. */
export function seasonToTell(weeksKnown: number, horizon: number): ToldSeason {
  const change = weeksKnown >= SEASONAL_WEEKS && horizon <= SEASON_WEEKS;
  return { weeks: horizon, each: true, change, ended: weeksKnown < SEASONAL_WEEKS };
}

/** What a season does: to the levels of others, and, as far as each week is told its own, to each of those [weeks]. */
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

/** How much is left of what was found, by its square and its squared error. */
function believed(square: number, error: number): number {
  return square === 0 ? 0 : square / (square + SURE ** 2 * error);
}

function isTold(sales: ToldSales, asOf: Week, target: Week, ahead: number, from: number): boolean {
  return asOf - sales.firstWeek >= from && target - YEAR + ahead <= asOf;
}

/**
 * The mean of a product's known weeks, as many as there is room for, by `weights` where they count unevenly; NaN where they are
 * fewer than half, or it was not yet on sale in the first one.
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

/** A week's units and those around it, itself twice, in mean of the known ones. */
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
