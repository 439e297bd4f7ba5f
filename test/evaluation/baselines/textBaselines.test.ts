import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DenseBank, SparseBank } from '../../../src/evaluation/baselines/neighbours';
import { predictRidge, ridge } from '../../../src/evaluation/baselines/ridge';
import { Tfidf } from '../../../src/evaluation/baselines/tfidf';

/** Golden values from scikit-learn 1.9.1: TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), Ridge. */
const golden = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '..', 'golden', `${name}.json`), 'utf8'));

describe('TF-IDF', () => {
  const { texts, queries, terms, similarity } = golden('tfidf') as {
    texts: string[];
    queries: string[];
    terms: number;
    similarity: number[][];
  };
  const tfidf = new Tfidf(texts);
  const bank = new SparseBank(texts.map((text) => tfidf.vector(text)));

  it('knows the same terms and similarities as scikit-learn', () => {
    expect(tfidf.size).toBe(terms);
    queries.forEach((query, q) => {
      const found = bank.nearest(tfidf.vector(query), texts.length, -1);
      const expected = similarity[q].flatMap((value, row) => (value > 0 ? [{ row, value }] : []));
      expect(found).toHaveLength(expected.length);
      for (const { row, value } of expected) {
        expect(found.find((one) => one.row === row)!.similarity).toBeCloseTo(value, 10);
      }
    });
  });

  it('finds the nearest first, without the row itself', () => {
    const found = bank.nearest(tfidf.vector('small blue box'), 2, 4);
    expect(found.map(({ row }) => row)).toEqual([1, 3]);
    expect(bank.nearest(tfidf.vector('nothing of it'), 2, -1)).toEqual([
      { row: 3, similarity: expect.any(Number) },
    ]);
  });
});

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
