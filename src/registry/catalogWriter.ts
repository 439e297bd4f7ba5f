import type { Week } from '../common/week';
import type { Product } from './product';
import type { Database } from './database/database';
import { entryText, totalEntry } from './entries/saleEntries';
import type { CatalogWeek } from './weeks/catalogWeek';
import { spanOfWeeks, type WriteResult, writeSales } from './salesWriter';

export interface ProductToWrite extends Product {
  /** Weeks in which nothing is known may be left out. */
  sales: Iterable<CatalogWeek>;
}

/** Where totals of weeks came from, and the weeks that they cover whole, for all products of the shop. */
export interface CatalogSource {
  /** SHA-256 of the file. */
  hash: string;
  name: string;
  /** A made-up shop, which gives way to the first real data. */
  synthetic: boolean;
  firstWeek: Week;
  lastWeek: Week;
}

/**
 * Adds totals of weeks to the catalog; see writeSales. A total replaces the one known of its product and week; a
 * description that is empty leaves the known one.
 */
export function writeCatalog(
  database: Database,
  { firstWeek, lastWeek, ...source }: CatalogSource,
  products: Iterable<ProductToWrite>,
): WriteResult {
  return writeSales(
    database,
    { ...source, spans: [spanOfWeeks(firstWeek, lastWeek)], covers: 'all' },
    entriesOf(products),
  );
}

function* entriesOf(products: Iterable<ProductToWrite>) {
  for (const { sku, description, sales } of products) {
    const entries = [...sales].map(({ promoText, extras, ...week }) =>
      totalEntry(week, entryText(promoText, extras)),
    );
    yield { sku, description, entries };
  }
}
