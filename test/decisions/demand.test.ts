import { Random } from '../../src/common/random';
import { Demand } from '../../src/decisions/demand';

const usual = { tail: 1, whole: true };
const smooth = { tail: 1, whole: false };
const range = { p10: 5, p50: 12, p90: 30, mean: 15 };
const rare = { p10: 0, p50: 0.1, p90: 0.8, mean: 0.3 };

test('it meets the quantiles that it is made from', () => {
  const demand = new Demand(range, smooth);
  expect(demand.quantile(0.1)).toBeCloseTo(5, 6);
  expect(demand.quantile(0.5)).toBeCloseTo(12, 6);
  expect(demand.quantile(0.9)).toBeCloseTo(30, 6);
  expect(demand.range).toMatchObject({ p10: expect.closeTo(5, 6), p90: expect.closeTo(30, 6) });
  expect(demand.atMost(12)).toBeCloseTo(0.5, 6);
  expect(demand.atMost(30)).toBeCloseTo(0.9, 6);
});

test('a longer tail changes nothing up to p90, and more beyond', () => {
  const [short, long] = [1, 1.5].map((tail) => new Demand(range, { tail, whole: false }));
  expect(long.quantile(0.8)).toBe(short.quantile(0.8));
  expect(long.quantile(0.97)).toBeGreaterThan(short.quantile(0.97));
  expect(long.atMost(long.quantile(0.97))).toBeCloseTo(0.97, 6);
});

test('rare demand keeps its zeros', () => {
  const demand = new Demand(rare, usual);
  expect(demand.atMost(0)).toBeGreaterThan(0.7);
  expect(demand.atMost(0)).toBeLessThan(0.9);
  expect(demand.stockFor(0.5)).toBe(0);
  expect(demand.stockFor(0.95)).toBe(1);
});

test('the stock for a level is the least whole one that reaches it', () => {
  for (const figures of [range, rare, { p10: 400, p50: 900, p90: 2500, mean: 1200 }]) {
    const demand = new Demand(figures, usual);
    for (let level = 0.02; level < 1; level += 0.02) {
      const stock = demand.stockFor(level);
      expect(Number.isInteger(stock)).toBe(true);
      expect(demand.atMost(stock)).toBeGreaterThanOrEqual(level - 1e-6);
      if (stock > 0) expect(demand.atMost(stock - 1)).toBeLessThan(level + 1e-6);
    }
  }
});

test('a probability of having enough never falls with more stock', () => {
  const demand = new Demand(range, usual);
  let before = 0;
  for (let units = 0; units <= 200; units++) {
    const share = demand.atMost(units);
    expect(share).toBeGreaterThanOrEqual(before);
    before = share;
  }
  expect(before).toBeGreaterThan(0.999);
  expect(demand.atMost(-1)).toBe(0);
});

test('what is sold is nothing of nothing, all of very little stock, and the mean of a great deal', () => {
  const demand = new Demand(range, usual);
  const { mean } = demand.range;
  expect(demand.met(0)).toEqual({ sold: 0, short: expect.closeTo(mean, 9) });
  expect(demand.met(1).sold).toBeGreaterThan(0.9);
  expect(demand.met(1).sold).toBeLessThanOrEqual(1);
  expect(demand.met(1e6)).toEqual({ sold: expect.closeTo(mean, 9), short: 0 });
});

test('its mean is that of many draws', () => {
  const demand = new Demand(range, smooth);
  const random = new Random(4);
  const draws = Array.from({ length: 50_000 }, () => demand.quantile(1e-6 + random.uniform() * (1 - 2e-6)));
  const mean = draws.reduce((sum, one) => sum + one, 0) / draws.length;
  expect(Math.abs(demand.range.mean / mean - 1)).toBeLessThan(0.02);
});

test("where the forecast's mean holds, sold and short add up to it, whatever its quantiles would make", () => {
  for (const mean of [4, 15, 40]) {
    const [held, drawn] = [true, false].map(
      (meanHolds) => new Demand({ ...range, mean }, { ...usual, meanHolds }),
    );
    expect(held.range).toEqual({ ...range, mean });
    expect(drawn.range).toEqual({ ...range, mean: expect.closeTo(15.8, 0) });
    for (const stock of [0, 1, 10, 30, 1000]) {
      const { sold, short } = held.met(stock);
      expect(sold + short).toBeCloseTo(mean, 9);
      expect(sold).toBeLessThanOrEqual(stock);
      expect(short).toBeGreaterThanOrEqual(0);
    }
    // How likely a stock is enough is told by the quantiles alone.
    expect(held.stockFor(0.95)).toBe(drawn.stockFor(0.95));
  }
  expect(new Demand({ ...rare, p90: 0.2 }, { ...usual, meanHolds: true }).met(1)).toEqual({
    sold: 0.3,
    short: 0,
  });
});

test('a forecast without any spread is a certain one', () => {
  const demand = new Demand({ p10: 3, p50: 3, p90: 3, mean: 3 }, usual);
  expect(demand.stockFor(0.99)).toBe(3);
  expect(demand.atMost(2)).toBeCloseTo(0, 6);
  expect(demand.atMost(3)).toBeCloseTo(1, 6);
  const none = new Demand({ p10: 0, p50: 0, p90: 0, mean: 0 }, usual);
  expect(none.met(5)).toEqual({ sold: 0, short: 0 });
  expect(none.stockFor(0.99)).toBe(0);
});
