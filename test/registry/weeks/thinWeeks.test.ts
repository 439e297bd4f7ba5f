import { isoOf } from '../../../src/common/day';
import { mondayOf, weekOf } from '../../../src/common/week';
import { thinWarning } from '../../../src/contract/saleAnswers';
import { liveShop, sale } from '../live/support';

const FIRST = weekOf('2026-01-05');
const PRODUCTS = 40;

/** A shop in whose weeks so many of its products sell, one after the other; gives what closing the last one tells. */
function closedWith(...selling: number[]) {
  const shop = liveShop();
  const closed = selling.map((products, at) => {
    const monday = mondayOf(FIRST + at);
    shop.add(Array.from({ length: products }, (_, product) => sale(`P${product}`, monday, 1)));
    return shop.complete(isoOf((FIRST + at) * 7 + 3));
  });
  return { shop, ...closed.at(-1)! };
}

test('a week in which nearly all products are missing is told, until their sales come', () => {
  const { shop, thin, lastWeek } = closedWith(PRODUCTS, PRODUCTS, PRODUCTS - 2, PRODUCTS, 3);
  expect(thin).toEqual([{ week: FIRST + 4, products: 3, usual: PRODUCTS }]);
  expect(lastWeek).toBe(FIRST + 4);
  expect(shop.catalog.thinWeek).toEqual(thin[0]);
  expect(thinWarning([{ ...thin[0], week: mondayOf(thin[0].week) }])).toBe(
    'Few products sold: in the week of 2026-02-02 3 of usually 40. If sales are missing, send them now: they still count, and until then the others have sold nothing.',
  );
  shop.add(Array.from({ length: 30 }, (_, at) => sale(`P${at + 3}`, mondayOf(FIRST + 4), 1)));
  expect(shop.catalog.thinWeek).toBeNull();
});

test('weeks in which the shop was closed are told as empty, and say nothing of what is usual', () => {
  const weeks = Array.from({ length: 20 }, () => PRODUCTS);
  const { shop, thin } = closedWith(...weeks, 0, 0, PRODUCTS, 0);
  const told = { week: FIRST + 23, products: 0, usual: PRODUCTS };
  expect(shop.catalog.shutWeeks).toEqual(new Set([FIRST + 20, FIRST + 21, FIRST + 23]));
  expect(thin).toEqual([told]);
  expect(thinWarning([{ ...told, week: mondayOf(told.week) }])).toBe(
    'Few products sold: in the week of 2026-06-15 0 of usually 40. If sales are missing, send them now: they still count.',
  );
});

test('what is usual is that of open weeks', () => {
  const weeks = Array.from({ length: 20 }, () => PRODUCTS);
  expect(closedWith(...weeks, 0, 0, 0, 0, 3).thin).toMatchObject([{ products: 3, usual: PRODUCTS }]);
});

test.each([
  ['a quiet week', [PRODUCTS, PRODUCTS, PRODUCTS, PRODUCTS, 24]],
  ['a shop that is too young to tell', [PRODUCTS, PRODUCTS, PRODUCTS, 3]],
  ['few products, of which chance alone leaves some out', [6, 6, 6, 6, 2]],
])('%s is not', (_, selling) => {
  const { shop, thin } = closedWith(...selling);
  expect(thin).toEqual([]);
  expect(shop.catalog.thinWeek).toBeNull();
});
