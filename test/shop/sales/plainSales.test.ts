import type { PromotionLift } from '../../../src/common/promotionLift';
import { Shop } from '../../../src/shop/shop';
import { packSnapshot, snapshotEntries, unpackSnapshot } from '../../../src/shop/snapshot';
import { VectorIndex } from '../../../src/shop/vectors/vectorIndex';
import { WeeklySales } from '../../../src/shop/sales/weeklySales';

const [FIRST, WEEKS, PRODUCTS] = [2000, 100, 12];
const END = FIRST + WEEKS;
const LIFT: PromotionLift = { promotion: Math.log(2), depth: Math.log(9), usual_depth: 0.25 };
/** With the depth of 75%, .5 more than usual, it is 2 * 3. */
const PROMOTIONS = [
  { text: null, lift: 1 },
  { text: 'Front page of the flyer', lift: 2 },
  { text: '75% off', lift: 6 },
] as const;

/** Every product's weeks sell some units, times what their promotion does where `promoted`. */
function shopOf(promoted: boolean): Shop {
  const sales = new WeeklySales(FIRST, FIRST + 8, PRODUCTS);
  const vectors = new VectorIndex(2);
  const products = Array.from({ length: PRODUCTS }, (_, row) => ({
    sku: `P${row}`,
    description: `box ${row}`,
  }));
  products.forEach((_, row) => {
    vectors.set(row, Float32Array.of(1, row / PRODUCTS));
    for (let week = row; week < WEEKS; week++) {
      const { text, lift } = PROMOTIONS[promoted ? (week + row) % 3 : 0];
      const units = (week % 5) + row + (week % 52 > 40 ? 20 : 0);
      sales.set(row, FIRST + week, lift * units, 3 + row, text);
    }
  });
  sales.closeWeeks(END);
  return Shop.of({ products, sales, vectors });
}

const plain = shopOf(false);
const promoted = shopOf(true);
const told = (shop: Shop, lift: PromotionLift | null) => {
  const query = { vector: Float32Array.of(1, 0), text: 'box' };
  return [
    ...shop.statistics(shop.like(query), { price: 4, own: -1, season: { weeks: 4, each: true }, lift }, END),
  ];
};
/** Of numbers that may be unknown. */
const about = (values: readonly number[]): unknown[] =>
  values.map((value) => (Number.isNaN(value) ? NaN : expect.closeTo(value, 4)));

it('what promotions did is taken out of what products alike sold', () => {
  expect(told(promoted, LIFT)).toEqual(about(told(plain, null)));
  expect(told(promoted, null)).not.toEqual(about(told(plain, null)));
  expect(told(plain, LIFT)).toEqual(about(told(plain, null)));
});

it('is taken out of the shop that a model keeps, and not of what is shown of its products', () => {
  const kept = unpackSnapshot(packSnapshot(promoted, LIFT), snapshotEntries(promoted));
  expect(told(kept, LIFT)).toEqual(about(told(plain, null)));
  expect(kept.analog(3)).toEqual(promoted.analog(3));
});

it('a promotion is forgotten with the week, and with the product', () => {
  const shop = shopOf(true);
  const row = 1;
  const week = END - 1;
  const sold = () => shop.levelsAt(END, LIFT).sales.unitsAt(row, week);
  shop.changeSales(row, (sales) => sales.set(row, week, 12, 4, '75% off'));
  expect(sold()).toBeCloseTo(2, 6);
  shop.changeSales(row, (sales) => sales.set(row, week, 12, 4));
  expect(sold()).toBe(12);
  shop.changeSales(row, (sales) => sales.set(row, week, 12, 4, '75% off'));
  shop.removeProduct(row);
  shop.changeSales(row, (sales) => sales.set(row, week, 12, 4));
  expect(sold()).toBe(12);
});

it.each([null, LIFT])(
  'weeks read together are those read one by one, before and after what is told as well',
  (lift) => {
    const { sales } = shopOf(true).levelsAt(END, lift);
    const units = new Float64Array(8);
    for (let week = sales.firstWeek - 4; week < END + 2; week += 3) {
      sales.unitsFrom(1, week, units);
      expect([...units]).toEqual(Array.from(units, (_, at) => sales.unitsAt(1, week + at)));
    }
  },
);
