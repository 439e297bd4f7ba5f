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

/** Similarity of a place that no product fills. */
export const NOBODY = -9;
const SOMEBODY = -5;
const TEMPERATURE = 0.07;
const CLOSE = 0.6;

/** The most similar products, nearest first: `index` int64 and `similarity` float, both [N, K]. */
export interface Neighbours {
  index: Value;
  similarity: Value;
}

export function analogNames(horizon: number): string[] {
  const weeks = Array.from({ length: horizon }, (_, index) => `launches_week_${index + 1}`);
  return [
    ...['level', 'zeros', 'trend', 'price', 'mean', 'revenue', 'spread', 'level_5', 'mean_5'].map(
      (name) => `analogs_${name}`,
    ),
    ...['similarity', 'similarity_10', 'close', 'price_gap'].map((name) => `analogs_${name}`),
    ...weeks,
    ...['total', 'price', 'mean', 'revenue', 'spread', 'total_5', 'similarity', 'price_gap'].map(
      (name) => `launches_${name}`,
    ),
  ];
}

/**
 * What similar products sold, [N, A] in the order of `analogNames`; NaN where nothing is known. `recent` [S, 7] and
 * `launch` [S, horizon + 5] are the statistics of analogStatistics, `price` [N, 1] the own log price.
 */
export function analogFeatures(
  nearest: Neighbours,
  launches: Neighbours,
  statistics: { recent: Value; launch: Value },
  price: Value,
  horizon: number,
): Value {
  const known = average(statistics.recent, nearest, softWeights(nearest));
  const known5 = average(statistics.recent, nearest, firstFive(nearest));
  const begun = average(statistics.launch, launches, softWeights(launches));
  const begun5 = average(statistics.launch, launches, firstFive(launches));
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
      slice(known5, -1, 0, 1),
      log(add(slice(known5, -1, 1, 2), 1)),
      filled(slice(similarity, 1, 0, 1)),
      reduceMean(filled(slice(similarity, 1, 0, Math.min(10, neighbours))), [1], true),
      log(add(reduceSum(cast(greater(similarity, CLOSE), 'float'), [1], true), 1)),
      sub(price, logPrice),
      slice(begun, -1, 0, horizon),
      ...[total, launchPrice, log(add(units, 1))],
      sub(launchRevenue, mul(price, PRICE_SLOPE)),
      spreadOf(totalSquared, total),
      slice(begun5, -1, horizon, horizon + 1),
      filled(slice(launches.similarity, 1, 0, 1)),
      sub(price, launchPrice),
    ],
    -1,
  );
}

/** Weights that fall off with the distance to the nearest one, [N, K, 1]. */
export function softWeights({ similarity }: Neighbours, temperature = TEMPERATURE): Value {
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
