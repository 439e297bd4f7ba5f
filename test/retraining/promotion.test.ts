import type { PairedComparison } from '../../src/contract/evaluation/comparison';
import { isSurelyNotWorse } from '../../src/retraining/promotion';

const paired = (low: number, high: number, more: Partial<PairedComparison> = {}): PairedComparison => ({
  ...{ skus: 200, weeks: 8, difference: (low + high) / 2, low, high, share_better: 0.5 },
  ...more,
});
const ERROR = 0.6;

test.each([
  ['surely better', paired(-0.05, -0.01), [], true],
  ['the same', paired(0, 0), [], true],
  ['within 1% of the error', paired(-0.01, 0.006), [], true],
  ['perhaps worse by more', paired(-0.03, 0.007), [], false],
  ['surely worse', paired(0.01, 0.02), [], false],
  ['too few products', paired(-0.05, -0.01, { skus: 19 }), [], false],
  ['too few weeks', paired(-0.05, -0.01, { weeks: 3 }), [], false],
  ['surely worse on one kind', paired(-0.05, -0.01), [paired(0.001, 0.1)], false],
  ['worse on one kind by rounding', paired(0, 0), [paired(1e-7, 1e-6)], true],
  ['worse on a kind of few', paired(-0.05, -0.01), [paired(0.001, 0.1, { skus: 5 }), null], true],
  ['nothing to compare', null, [], false],
])('%s', (_, pooled, kinds, expected) => {
  expect(
    isSurelyNotWorse(
      pooled,
      ERROR,
      kinds.map((difference) => ({ difference })),
    ),
  ).toBe(expected);
});
