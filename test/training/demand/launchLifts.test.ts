import { Random } from '../../../src/common/random';
import { weekLifts } from '../../../src/training/demand/launchLifts';

const CALM = { hold: 2, scattered: 0 };
const WILD = { hold: 10, scattered: 1 };

/** Launches that sell `shape` of what is expected, times a chance of each product and of each week. */
function launches(count: number, shape: readonly number[], seed: number) {
  const random = new Random(seed);
  const chance = (width: number) => width ** (random.uniform() - 0.5);
  const products = Array.from({ length: count }, (_, product) => {
    const level = 40 * chance(2);
    const weeks = shape.map((part) => part * level * chance(3));
    return weeks.map((actual) => ({ product, launch: true, expected: 40, actual }));
  });
  return shape.map((_, week) => products.map((weeks) => weeks[week]));
}

test('chance makes no shape out of a dozen launches that sell evenly', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const lifts = weekLifts(launches(12, [1, 1, 1, 1], seed), CALM);
    expect(Math.max(...lifts) / Math.min(...lifts)).toBeLessThan(1.05);
  }
});

test('a shape that many launches have is found, and few have the usual one at their own level', () => {
  const shape = [1.5, 1.2, 0.8, 0.7];
  const many = weekLifts(launches(1000, shape, 3), WILD);
  shape.forEach((part, week) => expect(Math.abs(Math.log(many[week] / part))).toBeLessThan(0.15));
  const few = weekLifts(launches(3, [2, 2, 2, 2], 3), WILD);
  expect(few[1] / few[0]).toBeCloseTo(1.1 / 0.85, 2);
  expect(few[3]).toBeGreaterThan(1);
});

test('without launches the usual shape holds, as much of it as launches scatter', () => {
  const none = [[], [], [], []];
  expect(weekLifts(none, WILD)).toEqual([0.85, 1.1, 1.05, 1]);
  expect(weekLifts(none, CALM)).toEqual([1, 1, 1, 1]);
});
