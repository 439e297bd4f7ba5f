import { WeekRows } from '../../src/ingest/weekRows';

test('a product, a week and a kind of row are first once, whatever the order and however many there are', () => {
  const rows = new WeekRows();
  const products = Array.from({ length: 2000 }, (_, at) => `P${at}`);
  const days = [20_093, -1, 20_100, 20_086];
  const addAll = () =>
    days.flatMap((day) =>
      products.flatMap((sku) => [true, false].map((readable) => rows.add(sku, day, readable))),
    );
  expect(rows.add('P1999', 20_100, true)).toBe(true);
  expect(addAll().filter((first) => !first)).toHaveLength(1);
  expect(new Set(addAll())).toEqual(new Set([false]));
  expect(rows.add('P2000', 20_093, false)).toBe(true);
});
