import { Random } from '../../src/common/random';
import { type Figures, spanRange } from '../../src/decisions/spanRange';

const QUANTILES = ['p10', 'p50', 'p90'] as const;
const FIELDS = [...QUANTILES, 'mean'] as const;

/** Ranges as heads give them: weeks of rare or brisk demand, and a total that is no contradiction to them. */
function forecast(random: Random, horizon: number): { weeks: Figures[]; total: Figures } {
  const level = Math.exp(8 * random.uniform() - 3);
  const weeks = Array.from({ length: horizon }, () => {
    const p50 = level * random.uniform() * (random.uniform() < 0.3 ? 0 : 1);
    const p90 = p50 + level * (0.1 + random.uniform());
    return { p10: p50 * random.uniform(), p50, p90, mean: (p50 + p90) / 2 };
  });
  const add = (field: keyof Figures) => weeks.reduce((sum, week) => sum + week[field], 0);
  const [p50, most] = [add('p50'), Math.max(...weeks.map(({ p90 }) => p90))];
  const total = {
    p10: p50 * 0.7,
    p50,
    p90: Math.max(most, p50 + (add('p90') - p50) * 0.7),
    mean: add('mean'),
  };
  return { weeks, total };
}

test('a span of one week is that week, a span of all is the total', () => {
  const { weeks, total } = forecast(new Random(1), 4);
  expect(spanRange(weeks, total, 1)).toEqual(weeks[0]);
  expect(spanRange(weeks, total, 4)).toEqual(total);
});

test('quantiles of every span are ordered, finite, never below 0, and a longer span has no lower ones', () => {
  const random = new Random(2);
  for (let round = 0; round < 500; round++) {
    const horizon = 2 + random.below(12);
    const { weeks, total } = forecast(random, horizon);
    const spans = Array.from({ length: horizon }, (_, at) => spanRange(weeks, total, at + 1));
    const disordered = spans.filter(
      (range) =>
        !FIELDS.every((field) => Number.isFinite(range[field])) ||
        !(0 <= range.p10 && range.p10 <= range.p50 && range.p50 <= range.p90),
    );
    const lower = spans
      .slice(1, -1)
      .filter((range, at) => QUANTILES.some((field) => !(range[field] >= spans[at][field] - 1e-9)));
    expect({ weeks, total, disordered, lower }).toEqual({ weeks, total, disordered: [], lower: [] });
  }
});

test('independent weeks make a narrower sum than sums of quantiles, and than the span deserves together', () => {
  const week = { p10: 50, p50: 100, p90: 150, mean: 100 };
  const weeks = Array.from({ length: 4 }, () => week);
  // Of four independent weeks the spread of the sum is twice a week's, not four times.
  const range = spanRange(weeks, { p10: 300, p50: 400, p90: 500, mean: 400 }, 2);
  expect(range.mean).toBe(200);
  expect(range.p90).toBeCloseTo(200 + 50 * Math.sqrt(2), 6);
  expect(range.p10).toBeCloseTo(200 - 50 * Math.sqrt(2), 6);
});

test('of nothing at all there is nothing', () => {
  const none = { p10: 0, p50: 0, p90: 0, mean: 0 };
  expect(spanRange([none, none, none], none, 2)).toEqual(none);
});

test('other quantiles of a model are those of the sum as well', () => {
  const week = { p10: 1, p50: 3, p75: 5, p90: 8, mean: 4 };
  const total = { p10: 8, p50: 15, p75: 18, p90: 24, mean: 16 };
  const two = spanRange([week, week, week, week], total, 2) as typeof week;
  expect(Object.keys(two)).toEqual(Object.keys(total));
  expect(two.p75).toBeGreaterThan(two.p50);
  expect(two.p75).toBeLessThan(two.p90);
});
