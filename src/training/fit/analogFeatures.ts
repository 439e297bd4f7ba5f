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

/** Neighbours that are averaged: products of any age, and launches. */
export const NEIGHBOURS = { recent: 30, launch: 20 } as const;

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

export function analogNames(horizon: number): string[] {
  return [
    ...['level', 'zeros', 'trend', 'price', 'mean', 'revenue', 'spread'].map((name) => `analogs_${name}`),
    ...['similarity', 'similarity_10', 'close', 'price_gap'].map((name) => `analogs_${name}`),
    ...launchNames(horizon),
  ];
}

/** Of the analog features the last ones: what similar launches sold. */
export function launchNames(horizon: number): string[] {
  const weeks = Array.from({ length: horizon }, (_, index) => `week_${index + 1}`);
  const rest = ['total', 'price', 'mean', 'revenue', 'spread', 'similarity', 'price_gap'];
  return [...weeks, ...rest].map((name) => `launches_${name}`);
}

/**
 * What similar products sold, [N, A] in the order of `analogNames`; NaN where nothing is known. `nearest` are the
 * nearest by text, `priced` and `launches` those by `pricedSimilarity`; `recent` [S, 7] and `launch` [S, horizon + 5] are the
 * statistics of analogStatistics, `price` [N, 1] the own log price.
 */
export function analogFeatures(
  { nearest, priced, launches }: Record<'nearest' | 'priced' | 'launches', Neighbours>,
  statistics: { recent: Value; launch: Value },
  price: Value,
  horizon: number,
): Value {
  const known = average(statistics.recent, priced, softWeights(priced, TEMPERATURE));
  const begun = average(statistics.launch, launches, softWeights(launches, TEMPERATURE));
  const [level, mean, zeros, trend, logPrice, squared, revenue] = columns(known, RECENT_COLUMNS);
  const [total, launchPrice, launchRevenue, totalSquared, units] = columns(
    slice(begun, -1, horizon, horizon + 5),
    5,
  );
  const { similarity } = nearest;
  const [neighbours] = [similarity.shape[1] as number];
  return concat(
    [
      ...[level, zeros, trend, logPrice, log(add(mean, 1))],
      sub(revenue, mul(price, PRICE_SLOPE)),
      spreadOf(squared, level),
      filled(slice(similarity, 1, 0, 1)),
      reduceMean(filled(slice(similarity, 1, 0, Math.min(10, neighbours))), [1], true),
      log(add(reduceSum(cast(greater(similarity, CLOSE), 'float'), [1], true), 1)),
      sub(price, logPrice),
      slice(begun, -1, 0, horizon),
      ...[total, launchPrice, log(add(units, 1))],
      sub(launchRevenue, mul(price, PRICE_SLOPE)),
      spreadOf(totalSquared, total),
      filled(slice(launches.similarity, 1, 0, 1)),
      sub(price, launchPrice),
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
