import { Random } from '../../../src/common/random';
import {
  bestShares,
  mixError,
  servedShares as servedWhere,
  type StackCase,
  type Sure,
} from '../../../src/training/demand/stackShares';

/** The network errs by up to 40 each way, the first method by as much as told, the second says 100 too much. */
function cases(products: number, error: number): StackCase[] {
  const random = new Random(5);
  const around = (size: number) => size * (2 * random.uniform() - 1);
  return Array.from({ length: products * 4 }, (_, at) => {
    const actual = 50 + (at % 40);
    return {
      expected: [actual + around(40), actual + around(error), actual + 100],
      known: [true, true],
      actual,
      ...{ product: at >> 2, window: at % 2, row: at, weeks: 1 },
    };
  });
}
const prior = [0.6, 0.2, 0.2];

const servedShares = (
  held: readonly StackCase[],
  shares: readonly number[],
  sureOf: (windows: number, part: number) => Sure | null = () => ({ errors: 2.5, products: 20 }),
) => servedWhere(held, shares, sureOf);

test('of many products the better part takes nearly all, and a part that is wrong nothing', () => {
  const shares = bestShares(cases(2000, 4), prior, 0.5);
  expect(shares[1]).toBeGreaterThan(0.85);
  expect(shares[2]).toBeLessThan(0.02);
});

test('two parts that err apart are better together than either alone', () => {
  const held = cases(2000, 40);
  const shares = bestShares(held, prior, 0.5);
  const alone = Math.min(mixError(held, [1, 0, 0]), mixError(held, [0, 1, 0]));
  expect(mixError(held, shares)).toBeLessThan(0.9 * alone);
});

test('shares are numbers also where nothing was sold of what was held out', () => {
  const held = [
    [20, 0, 9],
    [20, 5, 0],
  ].map((expected, product) => ({
    ...{ expected, actual: 0, known: [true, true] },
    ...{ product, window: 0, row: product, weeks: 1 },
  }));
  const shares = bestShares(held, prior, 1);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(mixError(held, shares)).toBeLessThan(mixError(held, prior));
});

test('of few products shares stay near where they start, of none they stay', () => {
  const [network] = bestShares(cases(3, 30), prior, 3);
  expect(Math.abs(network - prior[0])).toBeLessThan(0.15);
  expect(bestShares([], [3, 1, 1], 1)).toEqual([0.6, 0.2, 0.2]);
});

test('a part that alone is surely better than the mix is served alone', () => {
  expect(servedShares(cases(200, 1), [0.5, 0.4, 0.1])).toEqual([0, 1, 0]);
  expect(servedShares(cases(200, 1), [0.9, 0, 0.1])).toEqual([0.9, 0, 0.1]);
  expect(
    servedShares(
      cases(200, 1).map((one) => ({ ...one, product: one.product % 10 })),
      [0.5, 0.4, 0.1],
    ),
  ).toEqual([0.5, 0.4, 0.1]);
});

test('a part is served alone only where it is better in every window', () => {
  const held = cases(200, 1).map((one) => ({ ...one, window: one.product % 4 === 0 ? 2 : one.window }));
  expect(servedShares(held, [0.5, 0.4, 0.1])).toEqual([0, 1, 0]);
  const otherwise = held.map((one) =>
    one.window === 2 ? { ...one, expected: [one.actual, one.actual + 30, one.actual] } : one,
  );
  expect(servedShares(otherwise, [0.5, 0.4, 0.1])).toEqual([0.5, 0.4, 0.1]);
});

test('what is better by between two and a half and three standard errors is served alone', () => {
  // Of 24 products 17 are told better by 10 units, and 7 worse: a gain of 2.2 times its error; with one more 2.8 times.
  const held = (better: number) =>
    Array.from({ length: 24 }, (_, product) => {
      const expected = product < better ? [120, 100] : [100, 120];
      return { expected, known: [true], actual: 100, product, window: 0, row: product, weeks: 1 };
    });
  expect(servedShares(held(17), [0.5, 0.5])).toEqual([0.5, 0.5]);
  expect(servedShares(held(18), [0.5, 0.5])).toEqual([0, 1]);
});

test('how sure it takes goes by the number of windows, and by the part', () => {
  const sureOf = (windows: number, part: number) => ({
    errors: 1,
    products: windows < 3 || part === 2 ? 201 : 200,
  });
  const held = cases(200, 1);
  expect(servedShares(held, [0.5, 0.4, 0.1], sureOf)).toEqual([0.5, 0.4, 0.1]);
  const more = held.map((one) => ({ ...one, window: one.row % 3 }));
  expect(servedShares(more, [0.5, 0.4, 0.1], sureOf)).toEqual([0, 1, 0]);
  const last = more.map(({ expected: [network, better, other], ...one }) => ({
    ...one,
    expected: [network, other, better],
  }));
  expect(servedShares(last, [0.5, 0.1, 0.4], sureOf)).toEqual([0.5, 0.1, 0.4]);
});

test('where the best part is never served alone, the next best is that is surely better than the mix', () => {
  const held = cases(200, 1).map(({ expected: [network, best, poor], actual, ...one }) => ({
    ...one,
    actual,
    expected: [network, best, (network + 4 * actual) / 5, poor],
  }));
  const mix = [0.4, 0.2, 0.2, 0.2];
  const sure = { errors: 2.5, products: 20 };
  expect(servedShares(held, mix, () => sure)).toEqual([0, 1, 0, 0]);
  expect(servedShares(held, mix, (_, part) => (part === 1 ? null : sure))).toEqual([0, 0, 1, 0]);
  expect(servedShares(held, mix, (_, part) => (part < 3 ? null : sure))).toEqual(mix);
});

test('the mix stays where no part is surely better, and where only the network is', () => {
  const mix = [0.5, 0.5, 0];
  expect(servedShares(cases(2000, 40), mix)).toEqual(mix);
  const network = cases(200, 40).map((one) => ({ ...one, expected: [one.actual, ...one.expected.slice(1)] }));
  expect(servedShares(network, mix)).toEqual(mix);
});

test('a part without a share at first never gets one; shares add up to 1', () => {
  const shares = bestShares(cases(200, 4), [0.5, 0, 0.5], 0.5);
  expect(shares[1]).toBe(0);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
});

test('products that sold nothing, and a part without a share that would be far better, give shares all the same', () => {
  const nothing = cases(3, 30).map((one) => ({ ...one, expected: [400, 0, 900], actual: 0 }));
  const shares = bestShares(nothing, [0.5, 0, 0.5], 0.5);
  expect(shares.every(Number.isFinite)).toBe(true);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  expect(shares[0]).toBeGreaterThan(0.99);
});
