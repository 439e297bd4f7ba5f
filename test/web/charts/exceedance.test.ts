import { Demand } from '../../../src/decisions/demand';
import { exceedance, type Exceedance } from '../../../src/web/charts/exceedance';

/** A demand whose sides differ as much as sides do. */
const demand = new Demand({ p10: 2, p50: 20, p90: 26, mean: 17 }, { tail: 1.2, whole: false });
const STEP = 0.25;
const distribution = Array.from({ length: 241 }, (_, at) => ({
  units: at * STEP,
  at_most: demand.atMost(at * STEP),
}));
const drawn = (stock: number) => exceedance({ distribution, stock, service: demand.atMost(stock) });
const area = (points: readonly Exceedance[]) =>
  points.slice(1).reduce((sum, { units, chance }, at) => {
    const before = points[at];
    return sum + ((units - before.units) * (chance + before.chance)) / 2;
  }, 0);

test('the picture has no step at the median, where both sides of the demand meet', () => {
  const { beyond } = drawn(0);
  const falls = beyond.slice(1).map(({ chance }, at) => beyond[at].chance - chance);
  expect(Math.min(...falls)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...falls)).toBeLessThan(0.03);
});

test('its areas are what is sold and what is short on average', () => {
  const { met, beyond } = drawn(21);
  const { sold, short } = demand.met(21);
  expect(met.at(-1)).toEqual(beyond[0]);
  expect(area(met) / sold).toBeCloseTo(1, 1);
  expect(area(beyond) / short).toBeCloseTo(1, 1);
});

test.each([
  [-3, { met: 0, beyond: 60 }],
  [60, { met: 60, beyond: 0 }],
  [500, { met: 120, beyond: 0 }],
])('a stock of %i is drawn within the picture', (stock, ends) => {
  const { met, beyond } = drawn(stock);
  expect({ met: met.at(-1)?.units ?? 0, beyond: beyond.at(-1)?.units ?? 0 }).toEqual(ends);
});
