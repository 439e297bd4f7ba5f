import fc from 'fast-check';
import { ownPriceIn } from '../../src/common/ownPrice';
import { featureNames, featureVector } from '../../src/features/featureVector';
import { PanelBuilder } from '../../src/ingest/panelBuilder';
import { WeeklySales } from '../../src/shop/sales/weeklySales';

const FIRST = 2000;

test.each([
  ['that of the latest week without a promotion', [[5], [4, '20% off'], [3, 'Flyer']], 5],
  ['the latest, where none was promoted', [[5], [6], [null]], 6],
  ['the latest of all, where every one was', [[4, '20% off'], [3, 'Flyer'], [null]], 3],
  ['unknown, where no price is', [[null], [null, 'Flyer']], null],
] satisfies [string, [number | null, string?][], number | null][])(
  "a product's own price is %s",
  (_, weeks, own) => {
    expect(ownPriceIn(weeks.map(([price, promotion]) => ({ price, promotion })))).toBe(own);
  },
);

test('the panel, the shop in memory and the features find the same', () => {
  const anyWeek = fc.record({
    price: fc.option(fc.constantFrom(2, 3, 4)),
    promotion: fc.option(fc.constantFrom('20% off', 'Flyer'), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(anyWeek, { minLength: 1, maxLength: 40 }), (weeks) => {
      const builder = new PanelBuilder([]);
      const sales = new WeeklySales(FIRST, FIRST + weeks.length);
      weeks.forEach(({ price, promotion }, at) => {
        const sold = { sku: 'A', week: FIRST + at, units: 1, price };
        builder.add({ ...sold, description: 'Mug', promoText: promotion ?? '', extras: [] });
        sales.set(0, FIRST + at, 1, price ?? NaN, promotion);
      });
      const { panel } = builder.build(FIRST + weeks.length - 1);
      const history = panel.history(0, weeks.length);
      const record = { sku: 'A', description: '', promoText: null, price: null, extras: {}, history };
      const context = { shop: [], numeric: [], categories: {} };
      const features = featureVector({ ...record, origin: FIRST + weeks.length }, context);
      const reference = features[featureNames(context).indexOf('reference_price')];
      const own = ownPriceIn(history);
      expect(own).toBe(ownPriceIn(weeks));
      expect(panel.ownPrice(0, weeks.length)).toBe(own);
      expect(sales.ownPrice(0, FIRST + weeks.length)).toBe(own ?? NaN);
      expect(reference).toBe(Math.fround(Math.log(own ?? NaN)));
    }),
  );
});
