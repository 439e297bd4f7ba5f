import { MEAN, ZEROS } from '../../../src/shop/neighbours/levelColumns';
import { Levels } from '../../../src/shop/neighbours/levels';
import { WeeklySales } from '../../../src/shop/sales/weeklySales';

const FIRST = 2600;

/** A product that sold twelve units a week from one week of the shop's on for so many weeks, then none. */
function levelsOf({
  from,
  lives,
  ended,
  weeks,
}: {
  from: number;
  lives: number;
  ended: boolean;
  weeks: number;
}) {
  const sales = new WeeklySales(FIRST, FIRST + weeks, 1);
  for (let week = from; week < weeks; week++) sales.set(0, FIRST + week, week < from + lives ? 12 : 0, 1);
  const levels = new Levels(sales, FIRST + weeks, ended);
  return { known: levels.known(0), mean: levels.value(0, MEAN), zeros: levels.value(0, ZEROS) };
}

test('a product that came to its end tells its first eight weeks where such are told', () => {
  const ended = { from: 10, lives: 6, ended: true, weeks: 50 };
  expect(levelsOf(ended)).toEqual({ known: true, mean: 9, zeros: 0.25 });
  expect(levelsOf({ ...ended, ended: false })).toEqual({ known: true, mean: 0, zeros: 1 });
});

test.each([
  ['one that still sells', { from: 10, lives: 33, weeks: 50 }, 1.5],
  ['one that may have sold before the data begin', { from: 0, lives: 6, weeks: 50 }, 0],
  ['one that a season may bring back', { from: 10, lives: 6, weeks: 80 }, 0],
])('%s tells its latest eight', (_, product, mean) => {
  expect(levelsOf({ ...product, ended: true }).mean).toBe(mean);
});
