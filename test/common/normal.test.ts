import { normalBelow, normalQuantile } from '../../src/common/normal';

/** As printed in tables of the normal distribution, to all digits here. */
const TABLE = [
  [0, 0.5],
  [1, 0.8413447461],
  [1.2815515655, 0.9],
  [1.644853627, 0.95],
  [2.326347874, 0.99],
  [3.0902323062, 0.999],
] as const;

test.each(TABLE)('a normal lies below %f with probability %f, and the other way round', (z, share) => {
  expect(Math.abs(normalBelow(z) - share)).toBeLessThan(1e-7);
  expect(Math.abs(normalBelow(-z) - (1 - share))).toBeLessThan(1e-7);
  expect(Math.abs(normalQuantile(share) - z)).toBeLessThan(1e-8);
  expect(Math.abs(normalQuantile(1 - share) + z)).toBeLessThan(1e-8);
});
