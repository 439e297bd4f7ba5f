import { normalQuantile } from '../../../src/common/normal';
import { Random } from '../../../src/common/random';
import { stackGroupOf } from '../../../src/contract/stackParts';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { fitCalibrations } from '../../../src/training/demand/fitCalibrations';
import type { HeldOutRecord } from '../../../src/training/demand/heldOutRecords';

const ANSWERS = { series: 3, quantiles: [0.1, 0.5, 0.9], floor: -8, ceiling: 8 };
const EDGE = 1.2815516;
const random = new Random(3);

/** Products of 10,000 units whose log1p scatters by `deviation`, which is foreseen as 1. */
function records(products: number, weeks: number, deviation: number, from = 0): HeldOutRecord[] {
  const middle = Math.log1p(10_000);
  return Array.from({ length: products }, (_, at) => ({
    row: at,
    product: from + at,
    group: stackGroupOf(weeks),
    quantiles: Float32Array.from({ length: 9 }, (__, place) => middle + ((place % 3) - 1) * EDGE),
    actual: Float32Array.from({ length: 3 }, () =>
      Math.expm1(middle + deviation * normalQuantile(random.uniform())),
    ),
    mean: 20_000,
  }));
}

const fitted = (all: HeldOutRecord[]) => fitCalibrations(all, { mean: 1.5 }, ANSWERS, DEMAND_DEFAULTS, true);

test('without a young product held out, theirs reach half as far down again as those of the others', () => {
  const { known, young } = fitted(records(500, 30, 1.2));
  expect(known.below[0]).toBeCloseTo(1.2, 0);
  young.below.forEach((factor, series) => expect(factor).toBeCloseTo(1.5 * known.below[series], 6));
  expect(young.above).toEqual(known.above);
});

test('many young products decide on their own range, few hardly', () => {
  const others = records(600, 30, 1);
  const below = (count: number) => fitted([...others, ...records(count, 4, 0.8, 600)]).young.below[0];
  expect(below(1000)).toBeCloseTo(0.8, 1);
  expect(below(3)).toBeGreaterThan(1.3);
});

test('products without history keep what launches say', () => {
  const { new: launches } = fitted([...records(100, 30, 1), ...records(100, 0, 3, 100)]);
  expect(launches).toEqual({ below: [1, 1, 1], above: [1, 1, 1], mean: 1.5 });
});
