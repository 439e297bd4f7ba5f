import type { Catalog } from '../../registry/catalog';
import { ShelfcastError } from '../../contract/errors';
import type { Item } from '../../contract/item';
import { MAX_ASSORTMENT } from '../../contract/limits';
import { eachWeek } from '../../registry/weeks/storedSales';
import { invalidFields } from '../../contract/invalidFields';

/** A product of the catalog is on sale if it sold something in this many weeks. */
const ON_SALE_WEEKS = 26;
/** How many products of a catalog are searched for those on sale. */
const MOST_LOOKED_THROUGH = 5 * MAX_ASSORTMENT;

/**
 * Every product of the catalog that is on sale. Throws ShelfcastError `too_many_items`, or `invalid` if there is none.
 */
export function itemsOnSale(catalog: Catalog, date?: string): Item[] {
  const { size, lastWeek } = catalog;
  if (size > MOST_LOOKED_THROUGH) throw tooMany(`${size} products`);
  const found: Item[] = [];
  if (lastWeek !== null) {
    for (const { sku, description, stored } of catalog.numbered.every()) {
      let sold = false;
      if (stored)
        eachWeek(
          stored,
          (week, units) => (sold ||= units > 0 && week > lastWeek - ON_SALE_WEEKS && week <= lastWeek),
        );
      if (sold) found.push({ sku, description: description.trim() || sku, ...(date && { date }) });
    }
  }
  if (found.length > MAX_ASSORTMENT) throw tooMany(`${found.length} products on sale`);
  if (found.length > 0) return found;
  const message = 'must be given: the catalog has no product that sold in its last weeks';
  throw invalidFields([{ path: 'items', message }]);
}

function tooMany(what: string): ShelfcastError {
  const detail = `The catalog has ${what}; at most ${MAX_ASSORTMENT} are added up. Send items.`;
  return new ShelfcastError('too_many_items', detail);
}
