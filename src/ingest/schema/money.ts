import { readNumber } from '../values/number';

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

/** By whichever decimal sign it can be read with; NaN for none. */
function valueOf(text: string): number {
  const number = readNumber(text);
  return number === null ? NaN : Number.isNaN(number.point) ? number.comma : number.point;
}
