import type { Value } from '../../graph/builder';
import {
  add,
  cast,
  concat,
  div,
  exp,
  gather,
  greater,
  isNaN,
  log,
  maximum,
  minimum,
  mul,
  neg,
  not,
  reduceMax,
  reduceMean,
  reduceSum,
  reshape,
  slice,
  sqrt,
  sub,
  where,
} from '../../graph/ops';
import { PRICE_SLOPE, RECENT_COLUMNS } from './analogStatistics';

/** Products that are averaged. */
export const NEIGHBOURS = 30;
/** Products, the nearest by text, whose similarity is averaged. */
export const NEAREST = 10;

/** Similarity that one unit of log price between two products takes away where their sales are averaged. */
export const PRICE_PENALTY = 0.2;
export const TEMPERATURE = 0.2;

/** Similarity of a place that no product fills. */
export const NOBODY = -9;
const SOMEBODY = -5;
const CLOSE = 0.6;

/** The most similar products: `index` int64 and `similarity` float, both [N, K]. */
export interface Neighbours {
  index: Value;
  similarity: Value;
}

export const ANALOG_NAMES = [
  ...['level', 'zeros', 'trend', 'price', 'mean', 'revenue', 'spread'],
  ...['similarity', 'similarity_10', 'close', 'price_gap'],
].map((name) => `analogs_${name}`);

/** What a record is like: similarities by text, NOBODY where there is no product, and its neighbours by `pricedSimilarity`. */
export interface Likeness {
  /** [N, any]: the NEIGHBOURS nearest and perhaps more, in any order. */
  compared: Value;
  /** [N, K]: of the NEAREST or more, nearest first. */
  nearest: Value;
  priced: Neighbours;
}

/**
 * What similar products sold, [N, A] in the order of ANALOG_NAMES; NaN where nothing is known. `recent` [S, 7] are the
 * statistics of analogStatistics, `price` [N, 1] the own log price.
 */
export function analogFeatures({ compared, nearest, priced }: Likeness, recent: Value, price: Value): Value {
  const known = average(recent, priced, softWeights(priced, TEMPERATURE));
  const [level, mean, zeros, trend, logPrice, squared, revenue] = columns(known, RECENT_COLUMNS);
  const close = reduceSum(cast(greater(compared, CLOSE), 'float'), [1], true);
  return concat(
    [
      ...[level, zeros, trend, logPrice, log(add(mean, 1))],
      sub(revenue, mul(price, PRICE_SLOPE)),
      spreadOf(squared, level),
      filled(slice(nearest, 1, 0, 1)),
      nearestMean(nearest),
      log(add(minimum(close, NEIGHBOURS), 1)),
      sub(price, logPrice),
    ],
    -1,
  );
}

/** Similarities [N, S] less a penalty for another price than `own` [N, 1], both logarithms; none where one is missing. */
export function pricedSimilarity(all: Value, own: Value, prices: Float32Array): Value {
  const gap = sub(own, all.graph.constant(prices, [1, prices.length]));
  return sub(all, where(isNaN(gap), 0, mul(maximum(gap, neg(gap)), PRICE_PENALTY)));
}

/** The mean similarity [N, 1] of the NEAREST, or of all where there are fewer, from those of the nearest [N, K], nearest first. */
export function nearestMean(nearest: Value): Value {
  const count = Math.min(NEAREST, nearest.shape[1] as number);
  return reduceMean(filled(slice(nearest, 1, 0, count)), [1], true);
}

/** Weights that fall off with the distance to the nearest one, [N, K, 1]. */
export function softWeights({ similarity }: Neighbours, temperature: number): Value {
  const best = reduceMax(similarity, [1], true);
  const weight = exp(mul(sub(similarity, best), 1 / temperature));
  return asColumn(where(greater(similarity, SOMEBODY), weight, 0));
}

/** The same weight for the first five, [N, K, 1]; the neighbours must stand nearest first. */
export function firstFive({ similarity }: Neighbours): Value {
  const size = similarity.shape[1] as number;
  const first = similarity.graph.constant(
    Float32Array.from({ length: size }, (_, place) => (place < 5 ? 1 : 0)),
    [size],
  );
  return asColumn(where(greater(similarity, SOMEBODY), first, 0));
}

/** Weighted means over the neighbours of every column that is known, [N, columns]; NaN where none is. */
export function average(table: Value, { index }: Neighbours, weight: Value): Value {
  const missing = isNaN(table);
  const columns = table.shape[1] as number;
  const valuesAndPresence = concat([where(missing, 0, table), cast(not(missing), 'float')], 1);
  const sums = reduceSum(mul(gather(valuesAndPresence, index), weight), [1]);
  const weights = slice(sums, 1, columns, 2 * columns);
  return where(greater(weights, 1e-6), div(slice(sums, 1, 0, columns), weights), NaN);
}

/** Similarities, NaN at places that no product fills. */
export function filled(similarity: Value): Value {
  return where(greater(similarity, SOMEBODY), similarity, NaN);
}

export function spreadOf(squared: Value, mean: Value): Value {
  return sqrt(maximum(sub(squared, mul(mean, mean)), 0));
}

function columns(x: Value, count: number): Value[] {
  return Array.from({ length: count }, (_, index) => slice(x, -1, index, index + 1));
}

function asColumn(x: Value): Value {
  return reshape(x, [...x.shape, 1]);
}
