import { Random } from '../../../src/common/random';
import { DemandPanel } from '../../../src/ingest/panel';
import { demandRows, totalOf } from '../../../src/training/demand/demandRows';
import { shopParts, withObserved } from '../../evaluation/support/shop';

const ANCHOR = 24;

test('a training row reads of an observed column what lies before its anchor, whatever comes after', () => {
  const parts = withObserved(shopParts({ skus: 30, weeks: 36 }));
  const random = new Random(3);
  const shuffled = Object.fromEntries(
    Object.entries(parts.extras).map(([name, values]) => {
      const future = values.filter((_, at) => at % parts.weeks >= ANCHOR);
      const draw = () => future[random.below(future.length)];
      return [name, values.map((value, at) => (at % parts.weeks < ANCHOR ? value : draw()))];
    }),
  );
  const rowsOf = (extras: typeof shuffled) => {
    const panel = new DemandPanel({ ...parts, extras });
    const context = {
      shop: panel.shopWeeks(),
      ...{
        numeric: ['visits'],
        observed: panel.extras.observedNames,
        categories: { weather: ['fine', 'foul'] },
      },
    };
    const rows = demandRows(panel, context, { horizon: 2, window: 36, shortened: 0.5 }, new Random(1));
    const width = rows.features.length / rows.count;
    const row = (at: number) => [...rows.features.subarray(at * width, (at + 1) * width)];
    return [...rows.anchor].map((anchor, at) => ({ anchor, features: row(at) }));
  };
  const [real, other] = [rowsOf(parts.extras as typeof shuffled), rowsOf(shuffled)];
  const before = (rows: typeof real) => rows.filter(({ anchor }) => anchor <= ANCHOR);
  expect(before(real).length).toBeGreaterThan(100);
  expect(before(other)).toEqual(before(real));
  expect(other).not.toEqual(real);
});

test('the total of weeks of which one in four is not known is that of the others in mean, and more leave none', () => {
  expect(totalOf([3, 0, NaN, 6])).toBe(12);
  expect(totalOf([3, 1, 2])).toBe(6);
  expect(totalOf([3, NaN, NaN, 6])).toBe(NaN);
});
