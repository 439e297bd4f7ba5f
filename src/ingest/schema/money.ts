import { groupedBy } from '../../common/groupedBy';
import { median } from '../../common/statistics';
import { type SampleSale, valueOf } from './sampleSales';

const FEWEST_ROWS = 10;
/** Share of the values that must be money, and half of the unit that money is rounded to. */
const NEARLY_ALL = 0.98;
const ROUNDED = 0.5;
/** A price below which many a number is by chance near one of its multiples. */
const TELLING_PRICE = 3;

/** Whether whole numbers are money, as they are the prices beside them a whole number of times, rounded. */
export function areTimesPrices(sums: readonly string[], prices: readonly string[]): boolean {
  const rows = sums
    .map((sum, at) => ({ sum: valueOf(sum), price: valueOf(prices[at]) }))
    .filter(({ sum, price }) => sum > 0 && price >= TELLING_PRICE);
  const times = rows.filter(
    ({ sum, price }) => sum >= price - ROUNDED && Math.abs(sum - Math.round(sum / price) * price) <= ROUNDED,
  );
  return rows.length >= FEWEST_ROWS && times.length >= NEARLY_ALL * rows.length;
}

/** Rows of which the units differ from others of their product, and how far prices of one product lie apart. */
const FEWEST_TELLING = 20;
const SAME = 0.01;
/** Share of these rows whose price follows the units, and of those whose price does not. */
const FOLLOWING = 0.8;
const STEADY = 0.5;

/** Whether prices are those of whole rows: of a product they grow with the units. */
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
