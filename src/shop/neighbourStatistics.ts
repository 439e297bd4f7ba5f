import type { Week } from '../common/week';
import { COLUMNS, LEVEL, LOG_PRICE, MEAN, REVENUE, TREND, ZEROS } from './levelColumns';
import { type Levels, PRICE_SLOPE } from './levels';
import { firstEligible, type Likeness, PRICE_PENALTY, TEMPERATURE } from './likeness';
import type { Ranking } from './ranking';
import type { WeeklySales } from './weeklySales';

/** Products that are averaged. */
export const NEIGHBOURS = 30;
/** Products, the nearest by text, whose similarity is averaged; as many are told beside a forecast. */
export const NEAREST = 10;
/** Weeks from the launch on of which the neighbours' sales are told. */
export const LAUNCH_WEEKS = 8;
/** First sales in these weeks of a shop are no launches: the product may have sold before the data begin. */
export const CENSORED_WEEKS = 6;

const CLOSE = 0.6;
const SMALLEST_WEIGHT = 1e-6;
/** Columns that are averaged beside the launches: those of the levels, then the level's square. */
const SQUARED = COLUMNS;
const AVERAGED = COLUMNS + 1;

/** Names of what `neighbourStatistics` answers, in order. */
export const NEIGHBOUR_COLUMNS: readonly string[] = [
  ...['level', 'zeros', 'trend', 'price', 'mean', 'revenue', 'spread'].map((name) => `analogs_${name}`),
  ...['similarity', 'similarity_10', 'close', 'price_gap'].map((name) => `analogs_${name}`),
  ...['level', 'zeros', 'trend', 'mean'].map((name) => `price_${name}`),
  ...['words_level', 'words_similarity', 'characters_level', 'characters_similarity'],
  ...Array.from({ length: LAUNCH_WEEKS }, (_, week) => `launch_week_${week + 1}`),
];

/** Whose neighbours' statistics are wanted. */
export interface Subject {
  /** Unit price that the product has; null where it is not known, and then nothing depends on it. */
  price: number | null;
  /** The product's own row, which is never its neighbour; -1 for one that the shop does not have. */
  own: number;
}

/**
 * What products like a subject sold, [A] in the order of NEIGHBOUR_COLUMNS; NaN where nothing is known. Nothing on or after
 * `levels.asOf` is read.
 *
 * The first eleven average the 30 products nearest in words (by vector) and price, with weights that fall off as the
 * similarity does; then what all products sell, weighted by price alone; then the mean level of the 10 products nearest by
 * TF-IDF of words, and of runs of characters; then the neighbours' log1p(units) by week since their launch.
 */
export function neighbourStatistics(
  sales: WeeklySales,
  levels: Levels,
  { vectors, words, characters }: Likeness,
  { price, own }: Subject,
): Float32Array {
  const logPrice = price === null ? NaN : Math.log(price);
  const eligible = (row: number) => row !== own && levels.known(row);
  const nearest = firstEligible(vectors, NEIGHBOURS, eligible).similarities;
  const priced = firstEligible(vectors, NEIGHBOURS, eligible, (row) => {
    const gap = Math.abs(logPrice - levels.values[row * COLUMNS + LOG_PRICE]);
    return Number.isNaN(gap) ? 0 : gap * PRICE_PENALTY;
  });
  const averages = new WeightedMeans(AVERAGED + LAUNCH_WEEKS);
  for (let at = 0; at < priced.rows.length; at++) {
    const row = priced.rows[at];
    const weight = Math.exp((priced.similarities[at] - priced.similarities[0]) / TEMPERATURE);
    const values = levels.values.subarray(row * COLUMNS, (row + 1) * COLUMNS);
    for (let column = 0; column < COLUMNS; column++) averages.add(column, values[column], weight);
    averages.add(SQUARED, values[LEVEL] ** 2, weight);
    for (let ahead = 0; ahead < LAUNCH_WEEKS; ahead++)
      averages.add(AVERAGED + ahead, launchUnits(sales, levels, row, ahead), weight);
  }
  const level = averages.at(LEVEL);
  const meanPrice = averages.at(LOG_PRICE);
  const byWords = firstEligible(words, NEAREST, eligible);
  const byCharacters = firstEligible(characters, NEAREST, eligible);
  const byPrice = levels.prices().at(logPrice);
  const statistics = new Float32Array(NEIGHBOUR_COLUMNS.length);
  statistics.set([
    level,
    averages.at(ZEROS),
    averages.at(TREND),
    meanPrice,
    Math.log1p(averages.at(MEAN)),
    averages.at(REVENUE) - PRICE_SLOPE * logPrice,
    Math.sqrt(Math.max(0, averages.at(SQUARED) - level ** 2)),
    nearest[0] ?? NaN,
    meanOf(nearest.subarray(0, NEAREST)),
    nearest.length > 0 ? Math.log1p(closeOnes(nearest)) : NaN,
    logPrice - meanPrice,
    byPrice[0],
    byPrice[1],
    byPrice[2],
    byPrice[3],
    meanLevel(byWords, levels),
    byWords.similarities[0] ?? NaN,
    meanLevel(byCharacters, levels),
    byCharacters.similarities[0] ?? NaN,
  ]);
  for (let ahead = 0; ahead < LAUNCH_WEEKS; ahead++)
    statistics[statistics.length - LAUNCH_WEEKS + ahead] = averages.at(AVERAGED + ahead);
  return statistics;
}

/** Means of several columns over those values of each that are known. */
class WeightedMeans {
  private readonly sums: Float64Array;
  private readonly weights: Float64Array;

  constructor(columns: number) {
    this.sums = new Float64Array(columns);
    this.weights = new Float64Array(columns);
  }

  add(column: number, value: number, weight: number): void {
    if (Number.isNaN(value)) return;
    this.sums[column] += weight * value;
    this.weights[column] += weight;
  }

  /** NaN where no value is known. */
  at(column: number): number {
    return this.weights[column] > SMALLEST_WEIGHT ? this.sums[column] / this.weights[column] : NaN;
  }
}

/** log1p(units) in a week since a product's launch; NaN where it is not known, or no launch. */
function launchUnits(sales: WeeklySales, { asOf, cap }: Levels, row: number, ahead: number): number {
  const launch: Week = sales.firstSale[row];
  if (launch < sales.firstWeek + CENSORED_WEEKS || launch + ahead >= asOf) return NaN;
  return Math.log1p(Math.min(cap, sales.unitsAt(row, launch + ahead)));
}

function closeOnes(similarities: Float32Array): number {
  let count = 0;
  for (const similarity of similarities) if (similarity > CLOSE) count += 1;
  return count;
}

function meanLevel({ rows }: Ranking, { values }: Levels): number {
  let sum = 0;
  for (const row of rows) sum += Math.log1p(values[row * COLUMNS + MEAN]);
  return rows.length > 0 ? sum / rows.length : NaN;
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length > 0 ? sum / values.length : NaN;
}
