import type { Database } from '../database';
import type { EntryText } from '../saleEntries';
import { ProductWeeks } from '../productWeeks';
import { ShopChanges } from '../shopWeeks';

/** Texts of a product that is gone, of which others may keep something. */
export interface RemovedProduct {
  texts: string[];
}

/** Removes a product and all that is known of it; null where there is none of this code. */
export function removeProduct(database: Database) {
  const find = database.prepare<[string], { id: number; description: string; texts: string | null }>(
    `SELECT id, description, texts FROM products LEFT JOIN sale_entries ON product = id WHERE sku = ?`,
  );
  const promotions = database
    .prepare<[number], string>('SELECT text FROM promotions WHERE product = ?')
    .pluck();
  const remove = database.prepare('DELETE FROM products WHERE id = ?');
  const kept = new ProductWeeks(database);
  return (sku: string): RemovedProduct | null => {
    const product = find.get(sku);
    if (!product) return null;
    const { id, description } = product;
    const told = (JSON.parse(product.texts ?? '[]') as string[]).flatMap((json) => {
      const [described, promoted] = JSON.parse(json) as EntryText;
      return [described, promoted];
    });
    const texts = new Set([description, ...promotions.all(id), ...told].filter(Boolean));
    const changes = new ShopChanges();
    const sales = kept.find(id);
    if (sales) changes.add(sales, -1);
    remove.run(id);
    changes.write(database);
    return { texts: [...texts] };
  };
}
