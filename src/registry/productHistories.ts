import { groupedBy } from '../common/groupedBy';
import type { Week } from '../common/week';
import type { ExtraValues } from '../contract/record';
import type { Database } from './database/database';
import { type StoredEntries, unpackEntries } from './entries/packedEntries';
import type { SaleEntry } from './entries/saleEntries';
import type { StoredSales } from './weeks/storedSales';

/** All data of one product in the catalog. */
export interface ProductHistory {
  sku: string;
  description: string;
  sales: StoredSales;
  promotions: readonly { week: Week; text: string }[];
  extras: readonly { week: Week; values: ExtraValues }[];
  /** Its rows from files, in the canonical order. */
  entries: readonly SaleEntry[];
}

const byProduct = ({ product }: { product: number }) => product;

/** Every product with known sales, by its code; no other query may run on the database meanwhile. */
export function* productHistories(database: Database): Generator<ProductHistory> {
  const promotions = groupedBy(
    database
      .prepare<[], { product: number; week: Week; text: string }>(
        'SELECT product, week, text FROM promotions ORDER BY product, week',
      )
      .all(),
    byProduct,
  );
  const extras = groupedBy(
    database
      .prepare<[], { product: number; week: Week; json: string }>(
        'SELECT product, week, json FROM extras ORDER BY product, week',
      )
      .all(),
    byProduct,
  );
  const products = database.prepare<[], Row>(
    `SELECT id, sku, description, first_week AS firstWeek, weeks, entries, texts FROM products
     JOIN sales ON sales.product = id LEFT JOIN sale_entries ON sale_entries.product = id ORDER BY sku`,
  );
  for (const { id, sku, description, firstWeek, weeks, entries, texts } of products.iterate()) {
    yield {
      sku,
      description,
      sales: { firstWeek, weeks },
      promotions: promotions.get(id) ?? [],
      extras: (extras.get(id) ?? []).map(({ week, json }) => ({
        week,
        values: JSON.parse(json) as ExtraValues,
      })),
      entries: entries === null || texts === null ? [] : unpackEntries({ entries, texts }),
    };
  }
}

interface Row extends StoredSales {
  id: number;
  sku: string;
  description: string;
  entries: StoredEntries['entries'] | null;
  texts: StoredEntries['texts'] | null;
}
