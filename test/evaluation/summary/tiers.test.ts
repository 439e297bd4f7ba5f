import { tierScores, tierThresholds } from '../../../src/evaluation/summary/tiers';

it('puts the borders at the thirds of past totals', () => {
  expect(tierThresholds([1, 2, 3, 4, 5, 6, 7])).toEqual([3, 5]);
});

it('counts hits, precision, recall and F1 of each tier', () => {
  const actual = [1, 1, 3, 5, 5, 9, 20];
  const forecast = [2, 6, 3, 5, 1, 8, 4];
  const { confusion, accuracy, by_tier } = tierScores(actual, forecast, [3, 5]);
  expect(confusion).toEqual([
    [2, 0, 1],
    [1, 1, 0],
    [0, 1, 1],
  ]);
  expect(accuracy).toBeCloseTo(4 / 7, 9);
  expect(by_tier.low).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 });
  expect(by_tier.high).toEqual({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 });
});

it('has no precision for a tier that is never forecast', () => {
  expect(tierScores([1, 9], [1, 1], [3, 5]).by_tier.high).toEqual({ precision: null, recall: 0, f1: 0 });
});
