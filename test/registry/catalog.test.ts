import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalog } from '../../src/registry/catalog';
import { type ProductToWrite, type CatalogSource, writeCatalog } from '../../src/registry/catalogWriter';
import { type Database, openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { DriftStore, NO_DRIFT } from '../../src/registry/forecasts/driftStore';
import { packSales } from '../../src/registry/weeks/storedSales';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
const databases: Database[] = [];
afterAll(() => {
  for (const database of databases) database.close();
  rmSync(directory, { recursive: true, force: true });
});

function fresh(): { database: Database; catalog: Catalog } {
  const database = openDatabase(join(directory, `${databases.length}.db`), REGISTRY);
  databases.push(database);
  return { database, catalog: new Catalog(database) };
}

const source = (firstWeek: number, lastWeek: number, rest: Partial<CatalogSource> = {}): CatalogSource => ({
  hash: 'h',
  name: 'sales.csv',
  synthetic: false,
  firstWeek,
  lastWeek,
  ...rest,
});

function product(sku: string, description: string, units: Record<number, number>, price = 2): ProductToWrite {
  const sales = Object.entries(units).map(([week, sold]) => ({
    week: Number(week),
    units: sold,
    price,
    promoText: null,
    extras: null,
  }));
  return { sku, description, sales };
}

test('an empty catalog has no weeks and knows no product', () => {
  const { catalog } = fresh();
  expect([catalog.size, catalog.lastWeek, catalog.shopWeeks()]).toEqual([0, null, []]);
  expect([catalog.product('A'), catalog.history('A', 9), catalog.extras('A', 9)]).toEqual([null, [], {}]);
  expect(catalog.list('', 0, 10)).toEqual({ total: 0, products: [] });
});

test('history has no gaps, starts with the first sale and ends before the origin or with the catalog', () => {
  const { database, catalog } = fresh();
  writeCatalog(database, source(100, 106), [product('A', 'Mug', { 100: 0, 101: 3, 104: 1 })]);
  const units = (before: number) => catalog.history(' a', before).map((week) => [week.week, week.units]);
  expect(units(104)).toEqual([
    [101, 3],
    [102, 0],
    [103, 0],
  ]);
  expect(units(500).map(([week]) => week)).toEqual([101, 102, 103, 104, 105, 106]);
  expect(units(101)).toEqual([]);
  expect(catalog.history('A', 103)).toEqual([
    { week: 101, units: 3, price: 2 },
    { week: 102, units: 0, price: null },
  ]);
});

test('promotion texts and further columns come back as of a week', () => {
  const { database, catalog } = fresh();
  const week = { units: 1, price: null };
  writeCatalog(database, source(1, 3), [
    {
      sku: 'A',
      description: 'Mug',
      sales: [
        { ...week, week: 1, promoText: null, extras: { range: 'home', weight: null } },
        { ...week, week: 2, promoText: '2 for 1', extras: null },
        { ...week, week: 3, promoText: null, extras: { range: 'garden', weight: 2.5 } },
      ],
    },
  ]);
  expect([1, 2, 4].map((at) => catalog.promoText('a', at))).toEqual([null, '2 for 1', null]);
  expect(catalog.extras('A', 3)).toEqual({ range: 'home', weight: null });
  expect(catalog.extras('A', 4)).toEqual({
    ...{ range: 'garden', weight: 2.5 },
    'weight, mean of 4 weeks': 2.5,
  });
  expect(catalog.extras('A', 40)).toEqual({ range: 'garden', weight: 2.5 });
});

test('the same source again adds nothing; a corrected one replaces the weeks that it has and leaves the others', () => {
  const { database, catalog } = fresh();
  const products = () => [product('A', 'Mug', { 1: 5, 2: 6 }), product('B', 'Jug', { 2: 1 })];
  expect(writeCatalog(database, source(1, 2), products())).toMatchObject({ newProducts: 2, changedWeeks: 3 });
  const before = [catalog.history('A', 9), catalog.shopWeeks()];
  expect(writeCatalog(database, source(1, 2), products())).toMatchObject({ newProducts: 0, changedWeeks: 0 });
  expect([catalog.history('A', 9), catalog.shopWeeks()]).toEqual(before);

  const corrected = writeCatalog(database, source(2, 4), [product('A', '', { 2: 0, 4: 7 })]);
  expect(corrected).toMatchObject({ newProducts: 0, weeks: 2, changedWeeks: 2 });
  expect(catalog.history('A', 9).map(({ units }) => units)).toEqual([5, 0, 0, 7]);
  expect(catalog.product('A')).toMatchObject({ sku: 'A', description: 'Mug' });
  expect(catalog.lastWeek).toBe(4);
});

test('weeks that no source covers are not known until one does', () => {
  const { database, catalog } = fresh();
  const units = () => catalog.history('A', 99).map((week) => week.units);
  writeCatalog(database, source(14, 15), [product('A', 'Mug', { 14: 1 })]);
  writeCatalog(database, source(10, 11), [product('A', 'Mug', { 10: 5 })]);
  expect(units()).toEqual([5, 0, NaN, NaN, 1, 0]);
  expect([catalog.lastWeek, catalog.shopWeeks().length]).toEqual([15, 6]);
  writeCatalog(database, source(12, 13), [product('B', 'Jug', { 12: 2 })]);
  expect(units()).toEqual([5, 0, 0, 0, 1, 0]);
});

test('a catalog of an earlier version keeps its weeks and takes further ones', () => {
  const file = join(directory, 'earlier.db');
  const earlier = openDatabase(file, REGISTRY.slice(0, 1));
  earlier.exec(`
    INSERT INTO products (id, sku, description) VALUES (1, 'A', 'Mug');
    INSERT INTO shop_weeks VALUES (10, 5, 1, 1, 5), (11, 0, 0, 0, 0), (12, 0, 0, 0, 0);
    INSERT INTO promotions VALUES (1, 10, '2 for 1');
    INSERT INTO extras VALUES (1, 10, '{"range":"home"}');`);
  const weeks = packSales([{ week: 10, units: 5, price: 2 }]);
  earlier.prepare('INSERT INTO sales VALUES (1, 10, ?)').run(weeks);
  earlier.close();
  const database = openDatabase(file, REGISTRY);
  databases.push(database);
  const catalog = new Catalog(database);
  const units = () => catalog.history('A', 99).map((week) => week.units);
  expect(units()).toEqual([5, 0, 0]);
  for (let time = 0; time < 2; time++) {
    writeCatalog(database, source(13, 14), [product('B', 'Jug', { 13: 1 })]);
    expect(units()).toEqual([5, 0, 0, 0, 0]);
    expect([catalog.promoText('A', 10), catalog.extras('A', 11)]).toEqual(['2 for 1', { range: 'home' }]);
    expect(catalog.product('A')).toMatchObject({ sku: 'A', description: 'Mug' });
  }
});

test('a source that fails half-way leaves the catalog as it was', () => {
  const { database, catalog } = fresh();
  writeCatalog(database, source(1, 1), [product('A', 'Mug', { 1: 5 })]);
  function* broken(): Generator<ProductToWrite> {
    yield product('B', 'Jug', { 1: 1 });
    throw new Error('the file ended');
  }
  expect(() => writeCatalog(database, source(1, 9), broken())).toThrow('the file ended');
  expect([catalog.size, catalog.lastWeek, catalog.product('B')]).toEqual([1, 1, null]);
});

test('real data replace a synthetic shop, a synthetic shop replaces nothing', () => {
  const { database, catalog } = fresh();
  writeCatalog(database, source(1, 900, { synthetic: true }), [product('DEMO', 'Mug', { 1: 5 })]);
  expect(catalog.synthetic).toBe(true);
  const drift = new DriftStore(database);
  for (const source of ['catalog', 'requests'] as const)
    drift.add({ week: 901, source, model: 'm', counts: { ...NO_DRIFT, items: 1 } });
  expect(writeCatalog(database, source(5, 6), [product('A', 'Jug', { 5: 1 })]).replacedSynthetic).toBe(true);
  expect([catalog.product('DEMO'), catalog.size, catalog.lastWeek]).toEqual([null, 1, 6]);
  expect(drift.since(0)).toMatchObject([{ source: 'requests' }]);
  expect(writeCatalog(database, source(5, 6), [product('A', 'Jug', { 5: 1 })]).replacedSynthetic).toBe(false);
});

test('the search wants every word, takes signs as they stand, and pages by code', () => {
  const { database, catalog } = fresh();
  writeCatalog(database, source(1, 9), [
    product('C3', '100% cotton towel', { 1: 1 }),
    product('A1', 'Red cotton_blend MUG', { 1: 1, 6: 2, 9: 3 }, 4),
    product('B2', 'Blue mug', { 1: 1 }),
  ]);
  const found = (search: string) => catalog.list(search, 0, 10).products.map(({ sku }) => sku);
  expect(found('')).toEqual(['A1', 'B2', 'C3']);
  expect(found('mug')).toEqual(['A1', 'B2']);
  expect(found('cotton  mug')).toEqual(['A1']);
  expect(found('b2')).toEqual(['B2']);
  expect(found('100%')).toEqual(['C3']);
  expect(found('n_b')).toEqual(['A1']);
  expect(found("'; DROP TABLE products; --")).toEqual([]);
  expect(catalog.list('mug', 1, 1)).toMatchObject({ total: 2, products: [{ sku: 'B2' }] });
  expect(catalog.list('a1', 0, 1).products).toEqual([
    { sku: 'A1', description: 'Red cotton_blend MUG', price: 4, firstWeek: 1, unitsLast4Weeks: 5 },
  ]);
});

test("the cut price of a promoted week is not listed as the product's", () => {
  const { database, catalog } = fresh();
  const { sales, ...mug } = product('A1', 'Mug', { 1: 1, 6: 2 }, 4);
  const promoted = { week: 9, units: 3, price: 3, promoText: '25% off', extras: null };
  writeCatalog(database, source(1, 9), [{ ...mug, sales: [...sales, promoted] }]);
  expect(catalog.list('', 0, 1).products).toMatchObject([{ sku: 'A1', price: 4 }]);
});

test('the search finds words of any script however they are written, in changed products too', () => {
  const { database, catalog } = fresh();
  writeCatalog(database, source(1, 9), [
    product('K1', 'Caf\u00e9 cre\u0300me \uff21\uff14', { 1: 1 }),
    product('K2', '\u7ea2\u8272\u9676\u74f7\u676f \u5c0f\u53f7', { 1: 1 }),
    product('K3', 'Blue mug', { 1: 1 }),
  ]);
  const found = (search: string) => catalog.list(search, 0, 10).products.map(({ sku }) => sku);
  expect(found('cafe')).toEqual(['K1']);
  expect(found('CR\u00c8ME a4')).toEqual(['K1']);
  expect(found('\u9676\u74f7')).toEqual(['K2']);
  expect(found('\u676f')).toEqual(['K2']);
  expect(found('\u676f\u9676')).toEqual([]);
  expect(found('bl')).toEqual(['K3']);
  expect(found('m')).toEqual(['K3']);
  database.prepare("UPDATE products SET description = 'Green jug' WHERE sku = 'K3'").run();
  expect(found('mug')).toEqual([]);
  expect(found('green')).toEqual(['K3']);
  database.prepare("DELETE FROM products WHERE sku = 'K3'").run();
  expect(found('green')).toEqual([]);
});

test('shop weeks are what counting the products gives', () => {
  const sold = fc.dictionary(fc.integer({ min: 10, max: 16 }).map(String), fc.nat({ max: 9 }));
  fc.assert(
    fc.property(fc.array(sold, { minLength: 1, maxLength: 4 }), (products) => {
      const { database, catalog } = fresh();
      const named = products.map((units, at) => product(`P${at}`, '', units));
      writeCatalog(database, source(10, 16), named);
      const launches = products.map((units) =>
        Math.min(
          ...Object.keys(units)
            .filter((week) => units[week] > 0)
            .map(Number),
        ),
      );
      const expected = [10, 11, 12, 13, 14, 15, 16].map((week) => {
        const inWeek = products.map((units) => units[week] ?? 0);
        const launched = inWeek.filter((_, at) => launches[at] === week);
        return {
          week,
          units: inWeek.reduce((a, b) => a + b, 0),
          selling: inWeek.filter((units) => units > 0).length,
          launches: launched.length,
          launchUnits: launched.reduce((a, b) => a + b, 0),
        };
      });
      expect(catalog.shopWeeks()).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});
