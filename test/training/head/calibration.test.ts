import { calibrate } from '../../../src/training/head/calibration';
import { Random } from '../../../src/common/random';

const shape = { series: 1, quantiles: [0.1, 0.5, 0.9], floor: -9, ceiling: 9 };
const full = { fewest: 30, tail: 0.1, meanTrust: 1, meanHold: 0 };
const same = (value: number) => value;

/** Outcomes uniform in [0, 10] around quantiles that are too narrow by half, above and below. */
function records(count: number) {
  const random = new Random(3);
  return Array.from({ length: count }, (_, product) => ({
    product,
    quantiles: Float32Array.of(3, 5, 7),
    actual: Float32Array.of(10 * random.uniform()),
    mean: 5,
  }));
}

test('spreads too narrow by half are brought to the wanted share outside', () => {
  const { below, above } = calibrate(records(4000), [[0]], shape, same, full);
  // Uniform outcomes leave 10% beyond 4 from the middle, and the quantiles reach 2; the bound is 1.5.
  expect(below).toEqual([1.5]);
  expect(above).toEqual([1.5]);
  const wide = records(4000).map((one) => ({ ...one, quantiles: Float32Array.of(1.8, 5, 8.2) }));
  const found = calibrate(wide, [[0]], shape, same, full);
  expect(found.above[0]).toBeCloseTo(1.25, 1);
  expect(found.below[0]).toBeCloseTo(1.25, 1);
});

test('the mean is scaled to what came', () => {
  const high = records(4000).map((one) => ({ ...one, mean: 4 }));
  expect(calibrate(high, [[0]], shape, same, full).mean).toBeCloseTo(1.25, 1);
});

test('half the trust in the mean takes the square root', () => {
  const high = records(4000).map((one) => ({ ...one, mean: 4 }));
  const { mean } = calibrate(high, [[0]], shape, same, { ...full, meanTrust: 0.5 });
  expect(mean).toBeCloseTo(Math.sqrt(calibrate(high, [[0]], shape, same, full).mean), 5);
});

test('the mean of few products is scaled less', () => {
  const high = records(4000).map((one) => ({ ...one, mean: 4, product: one.product % 50 }));
  const held = { ...full, meanHold: 100 };
  expect(calibrate(high, [[0]], shape, same, held).mean).toBeCloseTo(1.25 ** (1 / 3), 1);
  const many = records(4000).map((one) => ({ ...one, mean: 4 }));
  expect(calibrate(many, [[0]], shape, same, held).mean).toBeCloseTo(1.25, 1);
});

test('a handful of records changes nothing', () => {
  expect(calibrate(records(10), [[0]], shape, same, full)).toEqual({
    below: [1],
    above: [1],
    mean: 1,
  });
});

test('where ten may do, they widen ranges, and leave the mean alone', () => {
  const found = calibrate(records(10), [[0]], shape, same, { ...full, fewest: 10 });
  expect(found).toEqual({ below: [1.5], above: [1.5], mean: 1 });
});
