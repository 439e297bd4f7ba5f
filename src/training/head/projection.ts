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

/** If vectors vary along a direction by less than this share of the most, the direction is only rounding noise. */
const LEAST = 1e-9;

/**
 * The principal directions of distinct vectors, row-major [T, D]; their projections share one scale. With fewer vectors
 * than dimensions they are computed from the Gram matrix, a smaller matrix with the same eigenvalues. Directions
 * without variance are 0.
 */
export function project(vectors: Float32Array, dimension: number, width: number): Projection {
  const count = vectors.length / dimension;
  const mean = new Float64Array(dimension);
  vectors.forEach((value, at) => (mean[at % dimension] += value / count));
  const centred = new Matrix(count, dimension);
  for (let row = 0; row < count; row += 1) {
    for (let at = 0; at < dimension; at += 1) centred.set(row, at, vectors[row * dimension + at] - mean[at]);
  }
  const few = count < dimension;
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(
    (few ? centred.mmul(centred.transpose()) : centred.transpose().mmul(centred)).div(count),
    { assumeSymmetric: true },
  );
  const order = realEigenvalues
    .map((_, index) => index)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const best = order.slice(0, width);
  const found = best.map((column) => {
    const own = eigenvectorMatrix.subMatrixColumn([column]);
    if (!few) return own;
    const length = Math.sqrt(realEigenvalues[column] * count);
    return realEigenvalues[column] > LEAST * realEigenvalues[order[0]]
      ? centred.transpose().mmul(own).div(length)
      : Matrix.zeros(dimension, 1);
  });
  const directions = new Float32Array(dimension * best.length);
  found.forEach((direction, place) => {
    for (let at = 0; at < dimension; at += 1) directions[at * best.length + place] = direction.get(at, 0);
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
