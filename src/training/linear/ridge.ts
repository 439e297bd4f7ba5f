import type { SparseVector } from '../../shop/words/tfidf';

export interface RidgeModel {
  intercept: number;
  weights: Float64Array;
}

const MAX_STEPS = 100;
const TOLERANCE = 1e-5;

/**
 * Ridge regression: minimises sum (y - b - x.beta)^2 + sum penalty_j beta_j^2 by conjugate gradients on the
 * normal equations, preconditioned by their diagonal, which suits some numbers beside many thousands of sparse words.
 * `rows` are sparse vectors over `penalties.length` columns. The intercept b is free: columns are taken less their means,
 * which are never subtracted, so that rows stay sparse.
 */
export function ridge(
  rows: readonly SparseVector[],
  targets: ArrayLike<number>,
  penalties: Float64Array,
): RidgeModel {
  const size = penalties.length;
  const centre = rows.reduce((sum, _, i) => sum + targets[i], 0) / rows.length;
  const means = new Float64Array(size);
  const beta = new Float64Array(size);
  const residual = new Float64Array(size);
  const diagonal = penalties.slice();
  rows.forEach((row, i) => {
    addScaled(residual, row, targets[i] - centre);
    addScaled(means, row, 1 / rows.length);
    row.terms.forEach((term, k) => (diagonal[term] += row.weights[k] ** 2));
  });
  means.forEach((mean, j) => (diagonal[j] = Math.max(diagonal[j] - rows.length * mean ** 2, penalties[j])));
  const multiply = (x: Float64Array): Float64Array => {
    const result = new Float64Array(size);
    const offset = dot(means, x);
    // These factors add up to zero, so that the rows need not be centred.
    for (const row of rows) addScaled(result, row, product(row, x) - offset);
    for (let j = 0; j < size; j++) result[j] += penalties[j] * x[j];
    return result;
  };
  let scaled = residual.map((value, j) => value / diagonal[j]);
  let direction = scaled;
  let norm = dot(residual, scaled);
  const enough = norm * TOLERANCE ** 2;
  for (let step = 0; step < MAX_STEPS && norm > enough; step++) {
    const image = multiply(direction);
    const length = norm / dot(direction, image);
    for (let j = 0; j < size; j++) {
      beta[j] += length * direction[j];
      residual[j] -= length * image[j];
    }
    scaled = residual.map((value, j) => value / diagonal[j]);
    const next = dot(residual, scaled);
    direction = scaled.map((value, j) => value + (next / norm) * direction[j]);
    norm = next;
  }
  return { intercept: centre - dot(means, beta), weights: beta };
}

export function predictRidge({ intercept, weights }: RidgeModel, row: SparseVector): number {
  let sum = intercept;
  for (let i = 0; i < row.terms.length; i++) sum += row.weights[i] * weights[row.terms[i]];
  return sum;
}

function product(row: SparseVector, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.terms.length; i++) sum += row.weights[i] * x[row.terms[i]];
  return sum;
}

function addScaled(target: Float64Array, row: SparseVector, factor: number): void {
  for (let i = 0; i < row.terms.length; i++) target[row.terms[i]] += factor * row.weights[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
