import { precisionRecall } from '../../../src/evaluation/summary/precisionRecall';

describe('a precision-recall curve', () => {
  // Values of scikit-learn's precision_recall_curve and average_precision_score (their documentation's example).
  it('has the points and the average precision of an independent implementation', () => {
    const curve = precisionRecall([0.1, 0.4, 0.35, 0.8], [false, false, true, true])!;
    expect(curve.points).toEqual([
      { threshold: 0.8, precision: 1, recall: 0.5 },
      { threshold: 0.4, precision: 0.5, recall: 0.5 },
      { threshold: 0.35, precision: 2 / 3, recall: 1 },
      { threshold: 0.1, precision: 0.5, recall: 1 },
    ]);
    expect(curve.average_precision).toBeCloseTo(0.8333, 4);
    expect(curve.base).toBe(0.5);
  });

  it('takes equal scores together, so that their order decides nothing', () => {
    const { points, average_precision: average } = precisionRecall(
      [1, 1, 1, 1],
      [true, false, false, false],
    )!;
    expect(points).toEqual([{ threshold: 1, precision: 0.25, recall: 1 }]);
    expect(average).toBe(0.25);
  });

  it('is there only where both kinds are', () => {
    expect(precisionRecall([1, 2], [true, true])).toBeNull();
    expect(precisionRecall([1, 2], [false, false])).toBeNull();
  });

  it('keeps its ends and its average when it is thinned', () => {
    const scores = Array.from({ length: 500 }, (_, i) => i);
    const positive = scores.map((score) => (score * 7) % 500 > 250);
    const [whole, thin] = [precisionRecall(scores, positive)!, precisionRecall(scores, positive, 20)!];
    expect(thin.points.length).toBeLessThanOrEqual(20);
    expect(thin.points[0]).toEqual(whole.points[0]);
    expect(thin.points.at(-1)).toEqual(whole.points.at(-1));
    expect(thin.average_precision).toBe(whole.average_precision);
  });
});
