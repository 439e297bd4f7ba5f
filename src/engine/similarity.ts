/** Least cosine at which two ways to run one encoder count as the same. */
export const LEAST_SIMILARITY = 0.999;

/** Least cosine over the rows of two arrays of unit vectors, [N, D] each; NaN where one is not finite. */
export function leastSimilarity(a: Float32Array, b: Float32Array, dimension: number): number {
  let least = 1;
  for (let from = 0; from < a.length; from += dimension) {
    let dot = 0;
    for (let at = from; at < from + dimension; at++) dot += a[at] * b[at];
    least = Math.min(least, dot);
  }
  return least;
}
