import type { Database } from '../database';
import type { EntryText } from '../saleEntries';
import { ProductWeeks } from '../productWeeks';
import { ShopChanges } from '../shopWeeks';

/** Texts of a product that is gone, of which others may keep something. */
export interface RemovedProduct {
  texts: string[];
}

/** Removes a product or a planned launch, and all that is known of it; null where there is none of this code. */
export function removeProduct(database: Database) {
  const find = database.prepare<[string], { id: number; description: string }>(
    'SELECT id, description FROM products WHERE sku = ?',
  );
  const filed = database
    .prepare<[number], string>('SELECT texts FROM sale_entries WHERE product = ?')
    .pluck();
  const promotions = database
    .prepare<[number], string>('SELECT text FROM promotions WHERE product = ?')
    .pluck();
  const launch = database.prepare<[string], { description: string; promo: string | null }>(
    'SELECT description, promo_text AS promo FROM launches WHERE sku = ?',
  );
  const remove = database.prepare('DELETE FROM products WHERE id = ?');
  const forgets = ['launches', 'forecasts'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE sku = ?`),
  );
  const kept = new ProductWeeks(database);

  /** Returns its texts. */
  const removeKnown = (id: number): string[] => {
    const told = (JSON.parse(filed.get(id) ?? '[]') as string[]).flatMap((json) => {
      const [description, promoText] = JSON.parse(json) as EntryText;
      return [description, promoText];
    });
    const texts = [...told, ...promotions.all(id)];
    const changes = new ShopChanges();
    const sales = kept.find(id);
    if (sales) changes.add(sales, -1);
    remove.run(id);
    changes.write(database);
    return texts;
  };

  return (sku: string): RemovedProduct | null => {
    const product = find.get(sku);
    const planned = launch.get(sku);
    if (!product && !planned) return null;
    const texts = [product?.description, planned?.description, planned?.promo];
    if (product) texts.push(...removeKnown(product.id));
    for (const forget of forgets) forget.run(sku);
    return {
      texts: [...new Set(texts.filter((text) => typeof text === 'string' && text !== ''))] as string[],
    };
  };
}
