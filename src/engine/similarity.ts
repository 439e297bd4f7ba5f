/** Two ways to run one encoder count as the same from this cosine on. */
export const LEAST_SIMILARITY = 0.999;

/** Cosines of the rows of two arrays of unit vectors, [N, D] each; NaN if one is not finite. */
export function similarities(a: Float32Array, b: Float32Array, dimension: number): number[] {
  return Array.from({ length: a.length / dimension }, (_, row) => {
    let dot = 0;
    for (let at = row * dimension; at < (row + 1) * dimension; at++) dot += a[at] * b[at];
    return dot;
  });
}

/** The smallest of them; 1 if there are none. */
export function leastSimilarity(a: Float32Array, b: Float32Array, dimension: number): number {
  return Math.min(1, ...similarities(a, b, dimension));
}
