import fc from 'fast-check';
import { PanelBuilder, type Sale } from '../../src/ingest/panelBuilder';
import { medianOf, Tally } from '../../src/common/tally';

const FIRST = 2800;

function sale(sku: string, t: number, rest: Partial<Sale> = {}): Sale {
  const plain = { units: 1, price: 1, description: 'Mug', promoText: '', extras: [] };
  return { sku, week: FIRST + t, ...plain, ...rest };
}

function panelOf(sales: Sale[], weeks: number, columns: string[] = []) {
  const builder = new PanelBuilder(columns);
  for (const each of sales) builder.add(each);
  return builder.build(FIRST + weeks - 1).panel;
}

test('the description at an origin is the most frequent one before it, the alphabetically first of equals', () => {
  const panel = panelOf(
    [
      sale('A', 0, { description: 'Zinc jug' }),
      sale('A', 1, { description: 'Tin jug' }),
      sale('A', 3, { description: 'Enamel jug' }),
      sale('A', 3, { description: 'Enamel jug' }),
      sale('B', 0, { description: '' }),
      sale('C', 2, { description: 'Late lamp' }),
      sale('C', 3, { description: 'Better lamp' }),
      sale('C', 3, { description: 'Better lamp' }),
    ],
    5,
  );
  const at = (sku: number) => [0, 1, 2, 3, 4, 5].map((origin) => panel.descriptionAt(sku, origin));
  expect(at(0)).toEqual(['Zinc jug', 'Zinc jug', 'Tin jug', 'Tin jug', 'Enamel jug', 'Enamel jug']);
  expect(at(1)).toEqual(['', '', '', '', '', '']);
  expect(at(2)).toEqual(['Late lamp', 'Late lamp', 'Late lamp', 'Late lamp', 'Better lamp', 'Better lamp']);
});

test('nothing after the origin can change the panel before it', () => {
  const anySale = fc.record({
    sku: fc.constantFrom('A', 'B', 'C'),
    week: fc.integer({ min: FIRST, max: FIRST + 7 }),
    units: fc.nat({ max: 5 }),
    price: fc.option(fc.constantFrom(1, 2.5, 4)),
    description: fc.constantFrom('', 'Mug', 'Jug'),
    promoText: fc.constantFrom('', '2 for 1'),
    extras: fc.tuple(fc.option(fc.constantFrom('home', 'garden'))),
  });
  const origin = 4;
  const anchor = [sale('A', 0, { extras: [null] }), sale('B', 7, { extras: ['x'] })];
  fc.assert(
    fc.property(fc.array(anySale, { maxLength: 25 }), (sales) => {
      const whole = panelOf([...anchor, ...sales], 8, ['range']).before(origin);
      const past = [...anchor, ...sales].filter(({ week }) => week < FIRST + origin);
      const known = panelOf(past, origin, ['range']);
      const look = (panel: typeof whole) => ({
        skus: panel.skus,
        weeks: panel.weeks,
        units: [...panel.units],
        price: [...panel.price],
        firstSale: [...panel.firstSale],
        shop: panel.shopWeeks(),
        rest: panel.skus.map((_, sku) => [
          panel.descriptionAt(sku, origin),
          panel.ownPrice(sku, origin),
          [0, 1, 2, 3].map((t) => [
            panel.promoText(sku, t),
            panel.extras.asKnown(sku, t, origin),
            panel.extras.own(sku, t),
          ]),
        ]),
      });
      expect(look(whole)).toEqual(look(known));
    }),
  );
});

test('the median counts every price as often as it was seen', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0.5, 1, 1.25, 2, 9.99), { minLength: 1, maxLength: 12 }),
      (prices) => {
        const tally = new Tally<number>();
        for (const price of prices) tally.add(price);
        const sorted = [...prices].sort((a, b) => a - b);
        const middle = sorted.length >> 1;
        const expected = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        expect(medianOf(tally)).toBe(expected);
        expect(tally.size).toBe(new Set(prices).size);
      },
    ),
  );
  expect(medianOf(new Tally())).toBeNaN();
  expect(new Tally().mode()).toBeNull();
});
