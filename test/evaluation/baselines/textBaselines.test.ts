import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DenseBank } from '../../../src/evaluation/baselines/neighbours';
import { predictRidge, ridge } from '../../../src/training/linear/ridge';

/** Golden values from scikit-learn 1.9.1: Ridge. */
const golden = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '..', 'golden', `${name}.json`), 'utf8'));

it('finds the nearest dense vectors by cosine', () => {
  const bank = new DenseBank([Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(0.6, 0.8)]);
  expect(bank.nearest(Float32Array.of(1, 0), 3, -1)).toEqual([
    { row: 0, similarity: 1 },
    { row: 2, similarity: expect.closeTo(0.6, 6) },
    { row: 1, similarity: 0 },
  ]);
  expect(bank.nearest(Float32Array.of(1, 0), 1, -1, (row) => (row === 0 ? 0.5 : 0))).toEqual([
    { row: 2, similarity: expect.closeTo(0.6, 6) },
  ]);
});

it('solves ridge regression with a penalty for each column as scikit-learn does', () => {
  const { rows, targets, penalties, intercept, weights } = golden('ridge') as {
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
