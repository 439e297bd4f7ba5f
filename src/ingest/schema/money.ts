import { groupedBy } from '../../common/groupedBy';
import { median } from '../../common/statistics';
import { type SampleSale, valueOf } from './sampleSales';

const FEWEST_ROWS = 10;
/** Share of values that must be amounts of money, and the rounding error of money. */
const NEARLY_ALL = 0.98;
const ROUNDED = 0.5;
/** Below this price, many numbers are close to a multiple of it by chance. */
const TELLING_PRICE = 3;

/** Whether whole numbers are amounts of money: each is a rounded multiple of the price in its row. */
export function areTimesPrices(sums: readonly string[], prices: readonly string[]): boolean {
  const rows = sums
    .map((sum, at) => ({ sum: valueOf(sum), price: valueOf(prices[at]) }))
    .filter(({ sum, price }) => sum > 0 && price >= TELLING_PRICE);
  const times = rows.filter(
    ({ sum, price }) => sum >= price - ROUNDED && Math.abs(sum - Math.round(sum / price) * price) <= ROUNDED,
  );
  return rows.length >= FEWEST_ROWS && times.length >= NEARLY_ALL * rows.length;
}

/** Fewest rows whose units differ from others of their product, and how much prices of one product must differ. */
const FEWEST_TELLING = 20;
const SAME = 0.01;
/** Share of these rows whose price grows with the units, and of those whose price does not. */
const FOLLOWING = 0.8;
const STEADY = 0.5;

/** Whether prices are line totals: within a product they grow with the units. */
export function areRowTotals(sales: readonly SampleSale[], prices: readonly string[]): boolean {
  const priced = sales.map(({ sku, units }, at) => ({ sku, units, price: valueOf(prices[at]) }));
  const products = groupedBy(
    priced.filter(({ units, price }) => units > 0 && price > 0),
    ({ sku }) => sku,
  );
  const several = [...products.values()].filter((rows) => new Set(rows.map(({ units }) => units)).size > 1);
  const steady = (of: (row: { units: number; price: number }) => number) =>
    several.reduce((sum, rows) => {
      const usual = median(rows.map(of));
      return sum + rows.filter((row) => Math.abs(of(row) - usual) <= SAME * usual).length;
    }, 0);
  const rows = several.flat().length;
  return (
    rows >= FEWEST_TELLING &&
    steady(({ units, price }) => price / units) >= FOLLOWING * rows &&
    steady(({ price }) => price) < STEADY * rows
  );
}
