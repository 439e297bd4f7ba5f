import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { predictRidge, ridge } from '../../../src/training/linear/ridge';

/** Golden values from scikit-learn 1.9.1: Ridge. */
it('solves ridge regression with a penalty for each column as scikit-learn does', () => {
  const { rows, targets, penalties, intercept, weights } = JSON.parse(
    readFileSync(join(__dirname, 'golden/ridge.json'), 'utf8'),
  ) as {
    rows: number[][];
    targets: number[];
    penalties: number[];
    intercept: number;
    weights: number[];
  };
  const sparse = rows.map((row) => {
    const terms = row.flatMap((value, j) => (value !== 0 ? [j] : []));
    return { terms: Int32Array.from(terms), weights: Float64Array.from(terms, (j) => row[j]) };
  });
  const model = ridge(sparse, targets, Float64Array.from(penalties));
  expect(model.intercept).toBeCloseTo(intercept, 4);
  weights.forEach((weight, j) => expect(model.weights[j]).toBeCloseTo(weight, 4));
  const fitted = intercept + rows[0].reduce((sum, value, j) => sum + value * weights[j], 0);
  expect(predictRidge(model, sparse[0])).toBeCloseTo(fitted, 3);
});
