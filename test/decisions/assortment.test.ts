import { USUAL_SPREAD } from '../../src/contract/spread';
import { Random } from '../../src/common/random';
import { normalQuantile } from '../../src/common/normal';
import { DemandSum, stateDemand } from '../../src/decisions/assortment';
import { Demand } from '../../src/decisions/demand';
import { fitSpread } from '../../src/decisions/fitSpread';
import type { SpanOutcome } from '../../src/decisions/fitTogether';

const shape = { tail: 1, whole: true };
const figures = { p10: 4, p50: 10, p90: 20, mean: 11 };
const sumOf = (count: number, together: number) => {
  const sum = new DemandSum();
  for (let at = 0; at < count; at++) sum.add(stateDemand(new Demand(figures, shape), 11, together));
  return sum;
};

test('of one product it is about that product', () => {
  const { p10, p50, p90, mean } = sumOf(1, 0.3).range();
  expect(mean).toBe(11);
  expect(Math.abs(p10 - 4)).toBeLessThan(1.5);
  expect(Math.abs(p50 - 10)).toBeLessThan(1.5);
  expect(Math.abs(p90 - 20)).toBeLessThan(2);
});

test('independent errors cancel out, common ones do not', () => {
  const width = (count: number, together: number) => {
    const { p10, p90, mean } = sumOf(count, together).range();
    return (p90 - p10) / mean;
  };
  expect(width(400, 0) * 10).toBeLessThan(width(4, 0) * 1.2);
  expect(width(400, 0.3)).toBeGreaterThan(0.5 * width(4, 0.3));
  expect(width(400, 0.3)).toBeGreaterThan(width(400, 0.1));
});

test('its range holds what is drawn the same way', () => {
  const random = new Random(3);
  const demand = new Demand(figures, shape);
  const score = () => normalQuantile(Math.min(0.9999, Math.max(0.0001, random.uniform())));
  const together = 0.2;
  const totals = Array.from({ length: 2000 }, () => {
    const shared = Math.sqrt(together) * score();
    let total = 0;
    for (let at = 0; at < 50; at++) total += demand.drawn(shared + Math.sqrt(1 - together) * score());
    return total;
  });
  const sum = sumOf(50, together);
  for (const share of [0.1, 0.5, 0.9]) {
    const place = sum.quantile(share);
    // The sum keeps the forecasts' mean, draws their own.
    const drawnMean = totals.reduce((all, one) => all + one, 0) / totals.length;
    const below = totals.filter((total) => (total * 550) / drawnMean <= place).length / totals.length;
    expect(Math.abs(below - share)).toBeLessThan(0.03);
  }
});

test('weights make revenue of units', () => {
  const [units, revenue] = [sumOf(5, 0.1), new DemandSum()];
  for (let at = 0; at < 5; at++) revenue.add(stateDemand(new Demand(figures, shape), 11, 0.1), 2.5);
  expect(revenue.range().mean).toBeCloseTo(2.5 * units.range().mean, 9);
  expect(revenue.quantile(0.9)).toBeCloseTo(2.5 * units.quantile(0.9), 6);
});

test('products that hardly sell make a sum of whole probability', () => {
  const sum = new DemandSum();
  const rare = { p10: 0, p50: 0, p90: 0.01, mean: 0.02 };
  for (let at = 0; at < 100; at++) sum.add(stateDemand(new Demand(rare, shape), 0.02, 0.1));
  const { p10, p50, p90, mean } = sum.range();
  expect(mean).toBeCloseTo(2, 9);
  expect(p10).toBeLessThan(p50);
  expect(p90).toBeGreaterThan(p50);
  expect(p90).toBeLessThan(6);
});

describe('the spread of held-out weeks', () => {
  const terms = { whole: true, span: 1 };
  /** Outcomes drawn from what the forecasts say, with a known tail and correlation. */
  const outcomes = (tail: number, together: number, moments: number): SpanOutcome[] => {
    const random = new Random(5);
    const range = { p10: 400, p50: 1000, p90: 2000, mean: 1100 };
    const demand = new Demand(range, { tail, whole: true });
    const score = () => normalQuantile(Math.min(0.9999, Math.max(0.0001, random.uniform())));
    return Array.from({ length: moments }, (_, moment) => {
      const shared = Math.sqrt(together) * score();
      return Array.from({ length: 30 }, () => ({
        range,
        moment,
        actual: demand.drawn(shared + Math.sqrt(1 - together) * score()),
      }));
    }).flat();
  };

  test('tells how long the tail is and how far errors go together', () => {
    const { tail, together } = fitSpread(outcomes(1.4, 0.3, 80), terms);
    expect(Math.abs(tail - 1.4)).toBeLessThan(0.2);
    expect(Math.abs(together - 0.3)).toBeLessThan(0.1);
    expect(fitSpread(outcomes(1, 0, 20), terms).together).toBeLessThan(0.03);
  });

  test('stays near what is usual where little came, and is it where nothing did', () => {
    const usual = { tail: 1.2, together: 0.15 };
    expect(fitSpread([], terms, usual)).toEqual(usual);
    const { tail, together } = fitSpread(outcomes(1.9, 0.8, 1).slice(0, 10), terms, usual);
    expect(Math.abs(tail - 1.2)).toBeLessThan(0.15);
    expect(together).toBeLessThan(0.5);
  });

  test('counts totals that share weeks as one', () => {
    const found = (span: number) => fitSpread(outcomes(1, 0.5, 20), { whole: true, span }).together;
    expect(found(10)).toBeGreaterThan(USUAL_SPREAD.known.together);
    expect(found(10)).toBeLessThan(found(1));
  });
});
