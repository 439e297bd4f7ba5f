import type { Catalog } from '../registry/catalog';
import { eachWeek } from '../registry/storedSales';
import { Shop, type ShopProduct } from './shop';
import type { VectorIndex } from './vectorIndex';
import { WeeklySales } from './weeklySales';

/** Weeks before the catalog's end that are held: what is older tells nothing of today. */
const HELD_WEEKS = 104;
/** Room for products that come later. */
const ROOM = 1.05;
const FEWEST_SPARE = 64;

/** The catalog's shop, read in one pass; a product's row is its number in the store. `vectors` may lack some of its products. */
export function loadShop(catalog: Catalog, vectors: VectorIndex): Shop {
  const [last, rows] = [catalog.lastWeek, catalog.largestId + 1];
  const end = last === null ? 0 : last + 1;
  const first = last === null ? 0 : Math.max(end - HELD_WEEKS, catalog.firstWeek ?? 0);
  const products: (ShopProduct | null)[] = new Array<null>(rows).fill(null);
  const sales = new WeeklySales(first, end - first, Math.ceil(rows * ROOM) + FEWEST_SPARE);
  for (const { id, sku, description, stored } of catalog.everyProduct()) {
    products[id] = { sku, description };
    if (!stored) continue;
    let sold = false;
    let next = stored.firstWeek;
    eachWeek(stored, (week, units, price) => {
      if (!sold && units > 0) {
        sales.soldSince(id, week);
        sold = true;
      }
      if (sold && week < end) sales.set(id, week, units, price);
      next = week + 1;
    });
    // Catalogs of an earlier version end with the last sale.
    if (sold) for (let week = next; week < end; week++) sales.set(id, week, 0, NaN);
  }
  return new Shop({ products, sales, end, vectors });
}
