import { CENSORED_WEEKS } from './neighbours/levels';
import type { Shop } from './shop';
import { NEVER } from './sales/weeklySales';

/** Weeks for which a product counts as new. */
const NEW_WEEKS = 52;
/** Weeks whose sales show how well a product sells now. */
const RECENT_WEEKS = 4;

/**
 * The row of a product to show a forecast of, with a known text: the best seller of those launched in the last year, or
 * of all if there are none; -1 if no text is known.
 */
export function exampleRow(shop: Shop): number {
  const { firstSale, firstWeek } = shop.sales;
  const from = Math.max(firstWeek + CENSORED_WEEKS, shop.end - NEW_WEEKS);
  const rows = shop.rows().filter((row) => shop.product(row).description !== '');
  const launched = rows.filter((row) => firstSale[row] >= from && firstSale[row] !== NEVER);
  return bestSeller(shop, launched.length > 0 ? launched : rows);
}

function bestSeller({ sales, end }: Shop, rows: readonly number[]): number {
  let best = { row: -1, units: -1 };
  for (const row of rows) {
    let units = 0;
    for (let week = end - RECENT_WEEKS; week < end; week++) units += sales.unitsAt(row, week) || 0;
    if (units > best.units) best = { row, units };
  }
  return best.row;
}
