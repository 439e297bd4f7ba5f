import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Value } from '../../graph/builder';
import { matmul, sub } from '../../graph/ops';

/** Principal directions of text vectors: (vector - mean) directions / scale. */
export interface Projection {
  /** [D] */
  mean: Float32Array;
  /** Row-major [D, width]. */
  directions: Float32Array;
  width: number;
  scale: number;
}

/** The principal directions of distinct vectors, row-major [T, D]; their projections share one scale. */
export function project(vectors: Float32Array, dimension: number, width: number): Projection {
  const count = vectors.length / dimension;
  const mean = new Float64Array(dimension);
  vectors.forEach((value, at) => (mean[at % dimension] += value / count));
  const centred = new Matrix(count, dimension);
  for (let row = 0; row < count; row += 1) {
    for (let at = 0; at < dimension; at += 1) centred.set(row, at, vectors[row * dimension + at] - mean[at]);
  }
  const covariance = centred.transpose().mmul(centred).div(count);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, index) => index)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const best = order.slice(0, width);
  const directions = new Float32Array(dimension * best.length);
  best.forEach((column, place) => {
    for (let at = 0; at < dimension; at += 1)
      directions[at * best.length + place] = eigenvectorMatrix.get(at, column);
  });
  const variance = best.reduce((sum, column) => sum + Math.max(0, realEigenvalues[column]), 0) / best.length;
  return { mean: Float32Array.from(mean), directions, width: best.length, scale: Math.sqrt(variance) || 1 };
}

/** Projections [N, width] of vectors [N, D] in a graph. */
export function projected(vectors: Value, { mean, directions, width, scale }: Projection): Value {
  const { graph } = vectors;
  const centred = sub(vectors, graph.constant(mean, [mean.length]));
  return matmul(
    centred,
    graph.constant(
      directions.map((value) => value / scale),
      [mean.length, width],
    ),
  );
}
