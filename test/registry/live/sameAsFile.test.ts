import fc from 'fast-check';
import { dayOf, isoOf } from '../../../src/common/day';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { Catalog } from '../../../src/registry/catalog';
import { NO_TEXT, sortEntries } from '../../../src/registry/entries/saleEntries';
import { writeSales } from '../../../src/registry/salesWriter';
import type { LiveSale } from '../../../src/registry/live/addSales';
import { liveShop, sale, told } from './support';

const START = dayOf('2026-01-01');
const SKUS = ['A', 'B', 'C'];

const anySale = fc.record({
  sku: fc.constantFrom(...SKUS),
  day: fc.integer({ min: START, max: START + 45 }),
  second: fc.constantFrom(-1, 36_000, 40_000),
  units: fc.integer({ min: -2, max: 5 }),
  price: fc.constantFrom(null, 2, 3),
  promoText: fc.constantFrom(null, null, '2 for 1', 'Flyer'),
});

/** The sales as a file of them gives them. */
function filed(sales: readonly LiveSale[], last = Math.max(...sales.map(({ day }) => day))) {
  const database = openDatabase(':memory:', REGISTRY);
  fill(database, sales, last);
  return new Catalog(database);
}

function fill(database: ReturnType<typeof openDatabase>, sales: readonly LiveSale[], last: number): void {
  const skus = [...new Set(sales.map(({ sku }) => sku))];
  writeSales(
    database,
    {
      ...{ hash: 'file', name: 'file.csv', synthetic: false, covers: 'all' },
      spans: [{ first: Math.min(...sales.map(({ day }) => day)), last }],
    },
    skus.map((sku) => ({
      sku,
      description: '',
      entries: sortEntries(
        sales
          .filter((sent) => sent.sku === sku)
          .map(({ day, second, units, price, promoText }) => ({
            day,
            second,
            units,
            price: price ?? NaN,
            text: promoText ? JSON.stringify(['', promoText, null]) : NO_TEXT,
          })),
      ),
    })),
  );
}

const shuffled = (sales: LiveSale[]) =>
  fc.shuffledSubarray(sales, { minLength: sales.length, maxLength: sales.length });

test('sales sent in any order and split, some of them twice, then closed, make the catalog that their file makes', () => {
  const cases = fc
    .array(anySale, { minLength: 1, maxLength: 40 })
    .map((all) => all.map(({ sku, day, ...rest }) => sale(sku, isoOf(day), rest.units, rest)))
    .chain((sales) =>
      fc.record({
        sales: fc.constant(sales),
        order: shuffled(sales),
        cuts: fc.array(fc.nat(sales.length), { maxLength: 4 }),
        again: fc.subarray(sales),
        closes: fc.array(fc.integer({ min: START, max: START + 45 }), { maxLength: 3 }),
      }),
    );
  fc.assert(
    fc.property(cases, ({ sales, order, cuts, again, closes }) => {
      const live = liveShop();
      const last = Math.max(...sales.map(({ day }) => day));
      const parts = [0, ...cuts.sort((a, b) => a - b), order.length];
      let accepted = 0;
      parts.slice(1).forEach((end, at) => {
        accepted += live.add(order.slice(parts[at], end)).accepted;
        const first = Math.min(...order.slice(0, end).map(({ day }) => day));
        const until = closes[at] ?? Infinity;
        if (until >= first && until <= last) live.complete(isoOf(until));
      });
      expect(live.add(again)).toMatchObject({ accepted: 0, repeated: again.length, refused: [] });
      live.complete(isoOf(last));
      expect(accepted).toBe(sales.length);
      expect(told(live.catalog)).toEqual(told(filed(sales)));
    }),
    { numRuns: 80 },
  );
});

test('a promotion under which nothing was sold stays known when a later week without sales is closed', () => {
  const live = liveShop();
  const sales = [
    sale('A', '2026-01-01', 0, { promoText: 'Flyer' }),
    sale('A', '2026-01-11', 0, { promoText: null }),
  ];
  live.add(sales);
  live.complete('2026-01-04');
  live.complete('2026-01-11');
  const { products } = told(live.catalog);
  expect(products[0].promotions).toEqual(['Flyer', null]);
});

test('sales that a file has too count once, whichever comes first', () => {
  const cases = fc.array(anySale, { minLength: 1, maxLength: 30 }).chain((all) => {
    const sales = all.map(({ sku, day, ...rest }) => sale(sku, isoOf(day), rest.units, rest));
    return fc.record({ sales: fc.constant(sales), sent: fc.subarray(sales), fileFirst: fc.boolean() });
  });
  fc.assert(
    fc.property(cases, ({ sales, sent, fileFirst }) => {
      const live = liveShop();
      const last = Math.max(...sales.map(({ day }) => day));
      if (fileFirst) fill(live.database, sales, last);
      live.add(sent);
      if (!fileFirst) fill(live.database, sales, last);
      expect(told(live.catalog)).toEqual(told(filed(sales)));
    }),
    { numRuns: 50 },
  );
});
