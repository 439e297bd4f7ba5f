import { dayOf } from '../../src/common/day';
import { weekOf } from '../../src/common/week';
import type { Covers } from '../../src/contract/covers';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { NO_DAY, NO_TEXT, NO_TIME, type SaleEntry, WEEK_TOTAL } from '../../src/registry/entries/saleEntries';
import { writeSales } from '../../src/registry/salesWriter';

function shop() {
  const database = openDatabase(':memory:', REGISTRY);
  let sources = 0;
  const send = (first: string, last: string, products: Record<string, SaleEntry[]>, covers: Covers = 'all') =>
    writeSales(
      database,
      {
        hash: String(sources++),
        name: 'sales.csv',
        synthetic: false,
        spans: [{ first: dayOf(first), last: dayOf(last) }],
        covers,
      },
      Object.entries(products).map(([sku, entries]) => ({ sku, description: sku, entries })),
    );
  const catalog = new Catalog(database);
  const units = (sku: string) => catalog.history(sku, Infinity).map((week) => week.units);
  return { send, units, catalog };
}

const on = (day: string, units: number, second = NO_TIME): SaleEntry => ({
  ...{ day: dayOf(day), second, units, price: 2, text: NO_TEXT },
});
const unreadable = (day: string | null): SaleEntry => ({
  ...{ day: day === null ? NO_DAY : dayOf(day), second: NO_TIME, units: NaN, price: NaN, text: NO_TEXT },
});

// Weeks of Monday 5, 12 and 19 January 2026.
test('a week that a source covers in part waits for its other half, whichever comes first', () => {
  const halves: [string, string, Record<string, SaleEntry[]>][] = [
    ['2026-01-05', '2026-01-14', { A: [on('2026-01-06', 3), on('2026-01-13', 4)] }],
    ['2026-01-15', '2026-01-25', { A: [on('2026-01-16', 5), on('2026-01-20', 6)] }],
  ];
  for (const parts of [halves, halves.toReversed()]) {
    const { send, units, catalog } = shop();
    send(...parts[0]);
    expect(catalog.lastWeek).toBe(weekOf(parts[0][1]) - (parts[0] === halves[0] ? 1 : 0));
    send(...parts[1]);
    expect(units('A')).toEqual([3, 9, 6]);
  }
});

test('days that both sources have count once, and a part of a week never replaces the whole', () => {
  const { send, units } = shop();
  const week = [on('2026-01-05', 3), on('2026-01-07', 4), on('2026-01-11', 1)];
  send('2026-01-05', '2026-01-11', { A: week });
  expect(send('2026-01-05', '2026-01-11', { A: week }).changedWeeks).toBe(0);
  send('2026-01-09', '2026-01-18', { A: [on('2026-01-11', 1), on('2026-01-12', 8)] });
  send('2026-01-11', '2026-01-11', { A: [on('2026-01-11', 1)] });
  expect(units('A')).toEqual([8, 8]);
});

test('the same sale at another time of the day, or more of the same, is a further one', () => {
  const { send, units } = shop();
  send('2026-01-05', '2026-01-11', { A: [on('2026-01-05', 1, 60), on('2026-01-06', 1)] });
  send('2026-01-05', '2026-01-11', {
    A: [on('2026-01-05', 1, 90), on('2026-01-06', 1), on('2026-01-06', 1)],
  });
  expect(units('A')).toEqual([4]);
});

test('a row that cannot be read makes its week unknown, until a source has the row', () => {
  const { send, units } = shop();
  const file = (...second: SaleEntry[]) =>
    send('2026-01-05', '2026-01-18', { A: [on('2026-01-05', 3), on('2026-01-13', 1), ...second] });
  file(unreadable('2026-01-14'));
  expect(units('A')).toEqual([3, NaN]);
  file(on('2026-01-14', 2));
  expect(units('A')).toEqual([3, 3]);
  file(unreadable('2026-01-14'));
  expect(units('A')).toEqual([3, 3]);
});

test('a row without a readable day may belong to any week that has none', () => {
  const { send, units } = shop();
  send('2026-01-05', '2026-01-25', { A: [on('2026-01-05', 3), unreadable(null), on('2026-01-20', 1)] });
  expect(units('A')).toEqual([3, NaN, 1]);
  send('2026-01-05', '2026-01-25', { A: [on('2026-01-05', 3), on('2026-01-14', 2), on('2026-01-20', 1)] });
  expect(units('A')).toEqual([3, 2, 1]);
});

test('a source of a part of the shop says nothing of the other products', () => {
  const { send, units } = shop();
  send('2026-01-05', '2026-01-11', { A: [on('2026-01-05', 3)], B: [on('2026-01-05', 7)] });
  send('2026-01-12', '2026-01-25', { A: [on('2026-01-13', 4)] }, 'listed');
  expect([units('A'), units('B')]).toEqual([
    [3, 4, 0],
    [7, NaN, NaN],
  ]);
  send('2026-01-12', '2026-01-25', { B: [on('2026-01-20', 1)] }, 'listed');
  expect(units('B')).toEqual([7, 0, 1]);
});

test('days between files are days without sales only where no file would have its place', () => {
  const month = (a: string, b: string) =>
    [a, b, { A: [on(a, 1), on(b, 1)] }] as [string, string, Record<string, SaleEntry[]>];
  const holiday = shop();
  holiday.send(...month('2025-12-01', '2025-12-23'));
  holiday.send(...month('2026-01-04', '2026-01-31'));
  expect(holiday.units('A')).not.toContain(NaN);
  const missing = shop();
  missing.send(...month('2025-12-01', '2025-12-31'));
  missing.send(...month('2026-02-01', '2026-02-28'));
  expect(missing.units('A').filter(Number.isNaN)).toHaveLength(5);
});

test('totals of weeks and single sales of a week are refused together', () => {
  const { send, units } = shop();
  send('2026-01-05', '2026-01-11', { A: [{ ...on('2026-01-05', 9), second: WEEK_TOTAL }] });
  expect(() => send('2026-01-05', '2026-01-18', { A: [on('2026-01-07', 1)] })).toThrow(
    "'A' has a total of the week of 2026-01-05 and single sales in it",
  );
  send('2026-01-12', '2026-01-18', { A: [on('2026-01-12', 4)] });
  expect(units('A')).toEqual([9, 4]);
});
