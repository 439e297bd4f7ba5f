import { leastSimilarity } from '../../src/engine/similarity';

test('likeness is that of the least alike pair of rows', () => {
  const rows = Float32Array.of(1, 0, 0, 1);
  expect(leastSimilarity(rows, Float32Array.of(1, 0, 0.6, 0.8), 2)).toBeCloseTo(0.8, 6);
  expect(leastSimilarity(rows, rows, 2)).toBe(1);
});
