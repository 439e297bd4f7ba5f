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
  mul,
  neg,
  not,
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

/** Similarity that one unit of log price between two products takes away where their sales are averaged. */
export const PRICE_PENALTY = 0.2;
export const TEMPERATURE = 0.2;

/** Similarity of a place that no product fills. */
export const NOBODY = -9;
const SOMEBODY = -5;
const CLOSE = 0.6;

/** The most similar products, nearest first: `index` int64 and `similarity` float, both [N, K]. */
export interface Neighbours {
  index: Value;
  similarity: Value;
}

export const ANALOG_NAMES = [
  ...['level', 'zeros', 'trend', 'price', 'mean', 'revenue', 'spread'],
  ...['similarity', 'similarity_10', 'close', 'price_gap'],
].map((name) => `analogs_${name}`);

/**
 * What similar products sold, [N, A] in the order of ANALOG_NAMES; NaN where nothing is known. `nearest` are the nearest
 * by text, `priced` those by `pricedSimilarity`; `recent` [S, 7] are the statistics of analogStatistics, `price` [N, 1] the
 * own log price.
 */
export function analogFeatures(
  { nearest, priced }: Record<'nearest' | 'priced', Neighbours>,
  recent: Value,
  price: Value,
): Value {
  const known = average(recent, priced, softWeights(priced, TEMPERATURE));
  const [level, mean, zeros, trend, logPrice, squared, revenue] = columns(known, RECENT_COLUMNS);
  const { similarity } = nearest;
  const neighbours = similarity.shape[1] as number;
  return concat(
    [
      ...[level, zeros, trend, logPrice, log(add(mean, 1))],
      sub(revenue, mul(price, PRICE_SLOPE)),
      spreadOf(squared, level),
      filled(slice(similarity, 1, 0, 1)),
      reduceMean(filled(slice(similarity, 1, 0, Math.min(10, neighbours))), [1], true),
      log(add(reduceSum(cast(greater(similarity, CLOSE), 'float'), [1], true), 1)),
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

/** Weights that fall off with the distance to the nearest one, [N, K, 1]. */
export function softWeights({ similarity }: Neighbours, temperature: number): Value {
  const best = slice(similarity, 1, 0, 1);
  const weight = exp(mul(sub(similarity, best), 1 / temperature));
  return asColumn(where(greater(similarity, SOMEBODY), weight, 0));
}

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
  const values = gather(table, index);
  const missing = isNaN(values);
  const weights = mul(cast(not(missing), 'float'), weight);
  const sum = reduceSum(weights, [1]);
  const weighted = reduceSum(mul(where(missing, 0, values), weights), [1]);
  return where(greater(sum, 1e-6), div(weighted, sum), NaN);
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
