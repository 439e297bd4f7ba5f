import { DenseBank } from '../../../src/evaluation/baselines/neighbours';

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
