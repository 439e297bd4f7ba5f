import type { PromotionLift } from '../../common/promotionLift';
import type { Week } from '../../common/week';
import {
  LAUNCH,
  LAUNCH_WEEKS,
  LEVEL,
  LOG_PRICE,
  MEAN,
  REVENUE,
  SQUARE,
  TREND,
  ZEROS,
  COLUMNS,
} from './levelColumns';
import { type Levels, PRICE_SLOPE } from './levels';
import { firstEligible, type Likeness, nearestEligible, PRICE_PENALTY, TEMPERATURE } from './likeness';
import { type Ranking, ranked } from '../../common/ranking';
import { SEASON_WEEKS, type ToldSeason, toldSeasonOf } from './season';

/** Number of products, the nearest by text, from which those near in price as well are chosen. */
const CANDIDATES = 48;
const PLACES = Int32Array.from({ length: CANDIDATES }, (_, place) => place);
/** Number of products that are averaged. */
const NEIGHBOURS = 30;
/** Number of products, the nearest by text, whose similarity is averaged; as many are shown next to a forecast. */
export const NEAREST = 10;

/** The season for heads of the earliest versions. */
const MONTH: ToldSeason = { weeks: 4, each: false };
const CLOSE = 0.6;
const SMALLEST_WEIGHT = 1e-6;
/** Temperature of the weights of near twins: an identical text counts seven times as much as one with similarity .8. */
const TWIN_TEMPERATURE = 0.1;
/**
 * Log units of new products fall by about this much per unit of log price, compared with products with similar words.
 */
const NEW_SLOPE = 0.5;
/** Temperature of the weights by which a season is computed. */
const SEASON_TEMPERATURE = 0.15;

/** Names of the ratio of sales to their mean, or to recent sales, in each of the weeks to forecast. */
export const SEASON_COLUMNS: readonly string[] = Array.from(
  { length: SEASON_WEEKS },
  (_, week) => `season_week_${week + 1}`,
);

/** Names of the same over all products of the shop. */
export const SHOP_SEASON_COLUMNS: readonly string[] = SEASON_COLUMNS.map((name) => `shop_${name}`);

/**
 * Names of the results of `neighbourStatistics`, in order; new ones are appended, because a head of an earlier version
 * takes the first.
 */
export const NEIGHBOUR_COLUMNS: readonly string[] = [
  ...['level', 'zeros', 'trend', 'price', 'mean', 'revenue', 'spread'].map((name) => `analogs_${name}`),
  ...['similarity', 'similarity_10', 'close', 'price_gap'].map((name) => `analogs_${name}`),
  ...['level', 'zeros', 'trend', 'mean'].map((name) => `price_${name}`),
  ...['words_level', 'words_similarity', 'characters_level', 'characters_similarity'],
  ...Array.from({ length: LAUNCH_WEEKS }, (_, week) => `launch_week_${week + 1}`),
  ...['price_typical', 'twins_level', 'twins_weight', 'alike_weight'],
  ...SEASON_COLUMNS,
  ...SHOP_SEASON_COLUMNS,
];

const FIRST_SEASON = NEIGHBOUR_COLUMNS.indexOf(SEASON_COLUMNS[0]);
const FIRST_SHOP_SEASON = NEIGHBOUR_COLUMNS.indexOf(SHOP_SEASON_COLUMNS[0]);

/** The subject of neighbours' statistics. */
export interface Subject {
  /** Unit price of the product; null if unknown, and then nothing depends on it. */
  price: number | null;
  /** The product's own row, which is never its neighbour; -1 if the shop does not have it. */
  own: number;
  /**
   * How a season is computed from the nearest; undefined for a head that gets that of a month, from all similar
   * products.
   */
  season?: ToldSeason | undefined;
  /** The effect of promotions to remove from the others' sales; without it they stay as they were sold. */
  lift?: PromotionLift | null | undefined;
}

/**
 * What products like a subject sold, [A] in the order of NEIGHBOUR_COLUMNS; NaN where nothing is known. Nothing on or after
 * `levels.asOf` is read. Of a likeness count those products that had sold by then, but not the subject itself.
 *
 * The first eleven average the 30 products nearest in words (by vector) and price, with weights that fall off as the
 * similarity does; then what all products sell, weighted by price alone; then what the 10 products nearest by TF-IDF of
 * words, and of runs of characters, would sell at the mean price of those thirty: log1p of the square of their mean square
 * root, which stands between a median and a mean; then the neighbours' log1p(units) by week since their launch. Four
 * tell how near the thirty are: what is typical of all products of about the price, what twins sell, by their mean square root; and
 * how many twins there are and how many that are alike, each counted by a weight that is 1 for the same words and price. Then come
 * how many times as much as in mean, or lately, they and all products sell in each of the weeks to forecast; NaN where that is not told.
 * Levels of those like in words are as the season of the thirty, the nearest above all, has them in the weeks from `target` on.
 */
export function neighbourStatistics(
  levels: Levels,
  likeness: Likeness,
  { price, own, season: told }: Subject,
  target: Week,
): Float32Array {
  const logPrice = price === null ? NaN : Math.log(price);
  const eligible = (row: number) => row !== own && levels.known(row);
  const candidates = nearestEligible(likeness, CANDIDATES, eligible);
  const nearest = candidates.similarities.subarray(0, NEIGHBOURS);
  const thirty = nearInPrice(candidates, levels, logPrice);
  const weights = weightsOf(thirty, TEMPERATURE);
  const averages = averageLevels(levels, thirty, weights);
  const twins = alikeness(thirty, TWIN_TEMPERATURE);
  const nearby = told?.each ? weightsOf(thirty, SEASON_TEMPERATURE) : told ? twins : weights;
  const { levels: season, weeks } = toldSeasonOf(
    levels.sales,
    thirty,
    nearby,
    levels.asOf,
    target,
    told ?? MONTH,
  );
  const inSeason = (log: number) => (season === 1 ? log : Math.log1p(season * Math.expm1(log)));
  const byWords = firstEligible(likeness.words, NEAREST, eligible);
  const byCharacters = firstEligible(likeness.characters, NEAREST, eligible);
  const byPrice = levels.prices().at(logPrice);
  const statistics = new Float32Array(NEIGHBOUR_COLUMNS.length);
  statistics[0] = inSeason(averages[LEVEL]);
  statistics[1] = averages[ZEROS];
  statistics[2] = averages[TREND];
  statistics[3] = averages[LOG_PRICE];
  statistics[4] = Math.log1p(season * averages[MEAN]);
  statistics[5] = averages[REVENUE] + Math.log(season) - PRICE_SLOPE * logPrice;
  statistics[6] = Math.sqrt(Math.max(0, averages[SQUARE] - averages[LEVEL] ** 2));
  statistics[7] = nearest[0] ?? NaN;
  statistics[8] = meanOf(nearest.subarray(0, NEAREST));
  statistics[9] = nearest.length > 0 ? Math.log1p(closeOnes(nearest)) : NaN;
  statistics[10] = logPrice - averages[LOG_PRICE];
  statistics.set(byPrice, 11);
  statistics[15] = inSeason(levelAt(averages[LOG_PRICE], byWords, levels));
  statistics[16] = byWords.similarities[0] ?? NaN;
  statistics[17] = inSeason(levelAt(averages[LOG_PRICE], byCharacters, levels));
  statistics[18] = byCharacters.similarities[0] ?? NaN;
  statistics.set(averages.subarray(LAUNCH), 19);
  statistics[27] = (byPrice[0] + byPrice[3]) / 2;
  statistics[28] = inSeason(
    Math.log1p(averageOf(thirty, twins, (row) => Math.sqrt(levels.value(row, MEAN))) ** 2),
  );
  statistics[29] = sumOf(twins) || NaN;
  statistics[30] = sumOf(alikeness(thirty, TEMPERATURE)) || NaN;
  statistics.fill(NaN, FIRST_SEASON);
  if (weeks) statistics.set(weeks, FIRST_SEASON);
  const ofShop = told?.change ? levels.seasonOfAll(target, told).weeks : null;
  if (ofShop) statistics.set(ofShop, FIRST_SHOP_SEASON);
  return statistics;
}

/** The nearest candidates after the difference in price is subtracted from their similarity. */
function nearInPrice({ rows, similarities }: Ranking, levels: Levels, logPrice: number): Ranking {
  const reduced = similarities.slice();
  for (let at = 0; at < rows.length; at++) {
    const gap = Math.abs(logPrice - levels.value(rows[at], LOG_PRICE));
    if (!Number.isNaN(gap)) reduced[at] -= gap * PRICE_PENALTY;
  }
  // By place: ties in the order of the candidates.
  const nearest = ranked(PLACES.subarray(0, rows.length), reduced, NEIGHBOURS);
  for (let at = 0; at < nearest.rows.length; at++) nearest.rows[at] = rows[nearest.rows[at]];
  return nearest;
}

/** Weights that decay with similarity, [K]. */
function weightsOf(ranking: Ranking, temperature: number): Float64Array {
  return alikeness(ranking, temperature, ranking.similarities[0]);
}

/** Weighted means of the products' levels [COLUMNS]; NaN if no value is known. */
function averageLevels(levels: Levels, { rows }: Ranking, weighted: Float64Array): Float64Array {
  const [sums, weights] = [new Float64Array(COLUMNS), new Float64Array(COLUMNS)];
  for (let at = 0; at < rows.length; at++) levels.addTo(sums, weights, rows[at], weighted[at]);
  for (let column = 0; column < sums.length; column++)
    sums[column] = weights[column] > SMALLEST_WEIGHT ? sums[column] / weights[column] : NaN;
  return sums;
}

/** Weights [K]: 1 for a similarity of `same`, and decaying below. */
function alikeness({ similarities }: Ranking, temperature: number, same = 1): Float64Array {
  const weights = new Float64Array(similarities.length);
  for (let at = 0; at < weights.length; at++) weights[at] = Math.exp((similarities[at] - same) / temperature);
  return weights;
}

/** Weighted mean of a value of each product; NaN without weight. */
function averageOf({ rows }: Ranking, weights: Float64Array, value: (row: number) => number): number {
  let sum = 0;
  for (let at = 0; at < rows.length; at++) sum += weights[at] * value(rows[at]);
  return sum / sumOf(weights);
}

function closeOnes(similarities: Float32Array): number {
  let count = 0;
  for (let at = 0; at < similarities.length; at++) if (similarities[at] > CLOSE) count += 1;
  return count;
}

function levelAt(logPrice: number, { rows }: Ranking, levels: Levels): number {
  let sum = 0;
  for (let at = 0; at < rows.length; at++) {
    const dearer = logPrice - levels.value(rows[at], LOG_PRICE);
    sum += Math.sqrt(levels.value(rows[at], MEAN) * Math.exp(-NEW_SLOPE * (dearer || 0)));
  }
  return rows.length > 0 ? Math.log1p((sum / rows.length) ** 2) : NaN;
}

function meanOf(values: Float32Array): number {
  return values.length > 0 ? sumOf(values) / values.length : NaN;
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at];
  return sum;
}
