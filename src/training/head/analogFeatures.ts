import { sizeAt } from '../../graph/shapes';
import type { Value } from '../../graph/builder';
import {
  cast,
  concat,
  div,
  exp,
  gather,
  greater,
  isNaN,
  maximum,
  mul,
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

/** Number of products that are averaged. */
export const NEIGHBOURS = 30;
/** Number of products, the nearest by text, whose similarity is averaged. */
const NEAREST = 10;

/** Similarity of a place without a product. */
export const NOBODY = -9;
const SOMEBODY = -5;

/** The most similar products: `index` int64 and `similarity` float, both [N, K]. */
export interface Neighbours {
  index: Value;
  similarity: Value;
}

/**
 * The mean similarity [N, 1] of the NEAREST, or of all if there are fewer, from the similarities [N, K], nearest first.
 */
export function nearestMean(nearest: Value): Value {
  const count = Math.min(NEAREST, sizeAt(nearest, 1));
  return reduceMean(filled(slice(nearest, 1, 0, count)), [1], true);
}

/** Weights that decay with the distance to the nearest one, [N, K, 1]. */
export function softWeights({ similarity }: Neighbours, temperature: number): Value {
  const best = reduceMax(similarity, [1], true);
  const weight = exp(mul(sub(similarity, best), 1 / temperature));
  return asColumn(where(greater(similarity, SOMEBODY), weight, 0));
}

/** Equal weights for the first five, [N, K, 1]; the neighbours must be sorted, nearest first. */
export function firstFive({ similarity }: Neighbours): Value {
  const size = sizeAt(similarity, 1);
  const first = similarity.graph.constant(
    Float32Array.from({ length: size }, (_, place) => (place < 5 ? 1 : 0)),
    [size],
  );
  return asColumn(where(greater(similarity, SOMEBODY), first, 0));
}

/** Weighted means over the neighbours of every column, ignoring unknown values, [N, columns]; NaN if there is none. */
export function average(table: Value, { index }: Neighbours, weight: Value): Value {
  const missing = isNaN(table);
  const columns = sizeAt(table, 1);
  const valuesAndPresence = concat([where(missing, 0, table), cast(not(missing), 'float')], 1);
  const sums = reduceSum(mul(gather(valuesAndPresence, index), weight), [1]);
  const weights = slice(sums, 1, columns, 2 * columns);
  return where(greater(weights, 1e-6), div(slice(sums, 1, 0, columns), weights), NaN);
}

/** Similarities, NaN at places without a product. */
export function filled(similarity: Value): Value {
  return where(greater(similarity, SOMEBODY), similarity, NaN);
}

export function spreadOf(squared: Value, mean: Value): Value {
  return sqrt(maximum(sub(squared, mul(mean, mean)), 0));
}

function asColumn(x: Value): Value {
  return reshape(x, [...x.shape, 1]);
}
