import { chosenLikeness } from '../../../src/shop/neighbours/chosenAnalogs';
import { NEIGHBOUR_COLUMNS } from '../../../src/shop/neighbours/neighbourStatistics';
import { Shop } from '../../../src/shop/shop';
import { VectorIndex } from '../../../src/shop/vectors/vectorIndex';
import { WeeklySales } from '../../../src/shop/sales/weeklySales';

const FIRST = 2000;
const END = FIRST + 30;
const TEXTS = ['red mug', 'red mug large', 'blue mug', 'garden trowel'];

/** A shop in which each product sells the same number of units every week. */
function shopSelling(weekly: readonly number[]): Shop {
  const sales = new WeeklySales(FIRST, END, TEXTS.length);
  const vectors = new VectorIndex(2);
  TEXTS.forEach((_, row) => {
    vectors.set(row, Float32Array.of(Math.cos(row / 2), Math.sin(row / 2)));
    for (let week = FIRST; week < END; week++) sales.set(row, week, weekly[row], 4);
  });
  const products = TEXTS.map((description, row) => ({ sku: `P${row}`, description }));
  return Shop.of({ products, sales, vectors });
}

const query = { vector: Float32Array.of(1, 0), text: 'red mug small' };
const subject = { price: 4, own: -1 };
const told = (shop: Shop, include: number[], exclude: number[]) =>
  shop.statistics(chosenLikeness(shop.like(query), { include, exclude: new Set(exclude) }), subject, END);
const column = (statistics: Float32Array, name: string) => statistics[NEIGHBOUR_COLUMNS.indexOf(name)];

test('a product that is struck out is not looked at, whatever it sells', () => {
  const [few, many] = [shopSelling([2, 5, 9, 3]), shopSelling([900, 5, 9, 3])];
  const byText = NEIGHBOUR_COLUMNS.filter((name) => !name.startsWith('price_'));
  const figures = (shop: Shop, exclude: number[]) => {
    const statistics = told(shop, [], exclude);
    return byText.map((name) => column(statistics, name));
  };
  expect(figures(many, [0])).toEqual(figures(few, [0]));
  expect(figures(many, [])).not.toEqual(figures(few, []));
});

test('products that are picked are looked at alone, as alike as the same text', () => {
  const statistics = told(shopSelling([2, 5, 9, 40]), [3], []);
  expect(column(statistics, 'analogs_mean')).toBeCloseTo(Math.log1p(40), 5);
  expect(column(statistics, 'words_level')).toBeCloseTo(Math.log1p(40), 5);
  expect(column(statistics, 'analogs_similarity')).toBe(1);
  expect(column(statistics, 'launch_week_1')).toBeNaN();
});

test('nothing chosen changes nothing', () => {
  const shop = shopSelling([2, 5, 9, 3]);
  expect(told(shop, [], [])).toEqual(shop.statistics(shop.like(query), subject, END));
});
