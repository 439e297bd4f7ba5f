import type { ExtraValues } from '../../contract/record';
import type { Database } from '../database/database';
import { removeSynthetic } from '../synthetic';

/** What a shop says about a product; a missing field keeps its value, null deletes it. */
export interface ToldProduct {
  sku: string;
  description: string;
  price?: number | null;
  features?: ExtraValues | null;
}

export interface PutProducts {
  added: number;
  changed: number;
}

/** Adds products or changes what is said about them. */
export function putProducts(database: Database) {
  const find = database.prepare<
    [string],
    { description: string; price: number | null; features: string | null }
  >('SELECT description, price, features FROM products WHERE sku = ?');
  const put = database.prepare<[string, string, number | null, string | null]>(
    `INSERT INTO products (sku, description, price, features) VALUES (?, ?, ?, ?) ON CONFLICT (sku) DO UPDATE
     SET description = excluded.description, price = excluded.price, features = excluded.features`,
  );
  return (products: readonly ToldProduct[]): PutProducts => {
    if (products.length > 0) removeSynthetic(database);
    const result = { added: 0, changed: 0 };
    for (const { sku, description, ...told } of products) {
      const known = find.get(sku);
      const price = told.price === undefined ? (known?.price ?? null) : told.price;
      const features = told.features === undefined ? (known?.features ?? null) : featuresJson(told.features);
      if (!known) result.added++;
      else if (known.description !== description || known.price !== price || known.features !== features)
        result.changed++;
      else continue;
      put.run(sku, description, price, features);
    }
    return result;
  };
}

function featuresJson(features: ExtraValues | null): string | null {
  return features === null || Object.keys(features).length === 0 ? null : JSON.stringify(features);
}
