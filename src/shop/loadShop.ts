import type { Catalog } from '../registry/catalog';
import type { NumberedProduct } from '../registry/numberedProducts';
import { finishGradually } from '../common/steps';
import { eachWeek } from '../registry/weeks/storedSales';
import { Shop, type ShopProduct } from './shop';
import type { VectorIndex } from './vectors/vectorIndex';
import type { Week } from '../common/week';
import { WeeklySales } from './sales/weeklySales';

/** Weeks before the catalog's end that are held: older ones say nothing about today. */
const HELD_WEEKS = 104;
/** Further weeks that are held before old ones are dropped. */
const MOST_SPARE = 26;

/**
 * The catalog's shop; a product's row is its number in the store. `vectors` may lack some of its products. Yields to
 * others; changes written meanwhile must be followed through the catalog's changes since before the call.
 */
export async function loadShop(catalog: Catalog, vectors: VectorIndex): Promise<Shop> {
  const end = (catalog.lastWeek ?? -1) + 1;
  const products: (ShopProduct | null)[] = [];
  const sales = new WeeklySales(heldSince(catalog, 0), end, catalog.numbered.largestId + 1);
  const reading = function* () {
    for (const product of catalog.numbered.every()) {
      while (products.length < product.id) products.push(null);
      products.push({ sku: product.sku, description: product.description });
      putSales(sales, product);
      yield;
    }
  };
  await finishGradually(reading());
  return Shop.gradually({ products, sales, vectors });
}

/** The first week to hold; `before` if it is so near that reloading is not worthwhile, or none is known. */
export function heldSince(catalog: Catalog, before: Week): Week {
  const { firstWeek, lastWeek } = catalog;
  if (firstWeek === null || lastWeek === null) return before;
  const since = Math.max(lastWeek + 1 - HELD_WEEKS, firstWeek);
  return since > before && since <= before + MOST_SPARE ? before : since;
}

/** Replaces what was known of a product's weeks with the store's data. */
export function putSales(sales: WeeklySales, { id, stored, promotions }: NumberedProduct): void {
  sales.clear(id);
  if (!stored) return;
  let sold = false;
  eachWeek(stored, (week, units, price) => {
    if (!sold && units > 0) {
      sales.soldSince(id, week);
      sold = true;
    }
    if (sold) sales.set(id, week, units, price, promotions.get(week) ?? null);
  });
}
