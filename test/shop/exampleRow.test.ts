import { exampleRow } from '../../src/shop/exampleRow';
import { Shop } from '../../src/shop/shop';
import { VectorIndex } from '../../src/shop/vectors/vectorIndex';
import { WeeklySales } from '../../src/shop/sales/weeklySales';

const [FIRST, END] = [2000, 2100];

/** A shop of products by the week of their first sale and what they sell in each week from then on. */
function shopOf(products: [launch: number, units: number, description?: string][]): Shop {
  const sales = new WeeklySales(FIRST, END, products.length);
  products.forEach(([launch, units], row) => {
    for (let week = launch; week < END; week++) sales.set(row, week, units, 4.2);
  });
  const named = products.map(([, , description = 'a product'], row) => ({ sku: `P${row}`, description }));
  return Shop.of({ products: named, sales, vectors: new VectorIndex(4) });
}

test('the best seller of those launched in the last year stands for a shop', () => {
  const shop = shopOf([
    [FIRST, 90],
    [FIRST + 10, 50],
    [END - 20, 7],
    [END - 10, 8],
    [END - 1, 9],
  ]);
  expect(exampleRow(shop)).toBe(3);
  expect(shop.analog(3)).toMatchObject({ price: 4.2, mean_weekly_units: 8 });
});

test('where nothing was launched the best seller of all, and in an empty shop none', () => {
  expect(
    exampleRow(
      shopOf([
        [FIRST, 3],
        [FIRST, 4],
      ]),
    ),
  ).toBe(1);
  expect(exampleRow(shopOf([]))).toBe(-1);
});

test('a product without a text is no example', () => {
  expect(
    exampleRow(
      shopOf([
        [FIRST, 4],
        [END - 10, 9, ''],
      ]),
    ),
  ).toBe(0);
  expect(exampleRow(shopOf([[FIRST, 4, '']]))).toBe(-1);
});
