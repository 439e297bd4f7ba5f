import { tierCurves, tierScores, tierThresholds } from '../../../src/evaluation/summary/tiers';

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

describe('curves of the tiers', () => {
  const actual = [1, 2, 4, 4, 9, 20];

  it('move a threshold on the probability that the forecast gives a tier', () => {
    const totals = actual.map((units) => ({ p10: units / 2, p50: units, p90: units * 2 }));
    const { score, by_tier } = tierCurves(actual, totals, [3, 5]);
    expect(score).toBe('probability');
    for (const tier of ['low', 'middle', 'high'] as const) {
      const { points, average_precision: average } = by_tier[tier]!;
      expect(average).toBe(1);
      expect(points.every(({ threshold }) => threshold >= 0 && threshold <= 1)).toBe(true);
    }
    // The probability of a total is one half up to the median, nine tenths up to p90.
    const low = tierCurves(
      [1, 9],
      [
        { p10: 1, p50: 3, p90: 9 },
        { p10: 1, p50: 2, p90: 3 },
      ],
      [3, 5],
    ).by_tier.low!;
    expect(low.points.map(({ threshold }) => threshold)).toEqual([expect.closeTo(0.9), expect.closeTo(0.5)]);
  });

  it('move it on the level where there is only a point, which finds the ends alone', () => {
    const { score, by_tier } = tierCurves(
      actual,
      actual.map((units) => ({ p50: units })),
      [3, 5],
    );
    expect(score).toBe('level');
    expect(Object.keys(by_tier)).toEqual(['low', 'high']);
    expect(by_tier.high!.average_precision).toBe(1);
    expect(by_tier.low!.average_precision).toBe(1);
  });

  it('stay finite where a forecast has no width', () => {
    const { by_tier } = tierCurves(
      [1, 4, 9],
      [1, 4, 9].map((units) => ({ p10: units, p50: units, p90: units })),
      [3, 5],
    );
    expect(
      Object.values(by_tier)
        .flatMap(({ points }) => points.map(({ threshold }) => threshold))
        .every(Number.isFinite),
    ).toBe(true);
  });
});
