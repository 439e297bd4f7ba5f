import type { Week } from '../common/week';
import type { Product } from './product';
import type { Database } from './database/database';
import { entryText, totalEntry } from './entries/saleEntries';
import type { CatalogWeek } from './weeks/catalogWeek';
import { spanOfWeeks, type WriteResult, writeSales } from './salesWriter';

export interface ProductToWrite extends Product {
  /** Unknown weeks may be left out. */
  sales: Iterable<CatalogWeek>;
}

/** The source of weekly totals, and the weeks that it covers completely, for all products of the shop. */
export interface CatalogSource {
  /** SHA-256 of the file. */
  hash: string;
  name: string;
  /** A synthetic shop, which the first real data replace. */
  synthetic: boolean;
  currency?: string;
  firstWeek: Week;
  lastWeek: Week;
}

/**
 * Adds weekly totals to the catalog; see writeSales. A total replaces the earlier one of its product and week; an empty
 * description keeps the known one.
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
