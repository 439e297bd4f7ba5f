import { shutWeeksOf } from '../weeks/shutWeeks';
import type { Database } from '../database/database';
import { ProductWeeks } from '../weeks/productWeeks';
import { ShopChanges } from '../weeks/shopWeeks';
import { followShutWeeks } from '../weeks/weekDeriver';

/** Removes a product or a planned launch, and everything known about it; false if there is none of this code. */
export function removeProduct(database: Database) {
  const find = database.prepare<[string], number>('SELECT id FROM products WHERE sku = ?').pluck();
  const remove = database.prepare('DELETE FROM products WHERE id = ?');
  const forgets = ['launches', 'forecasts'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE sku = ?`),
  );
  const forgetPlans = database.prepare('DELETE FROM scenarios WHERE sku = ?');
  const erase = database.prepare('INSERT OR IGNORE INTO erasures (due) VALUES (1)');
  const kept = new ProductWeeks(database);
  return (sku: string): boolean => {
    const product = find.get(sku);
    const planned = forgets.reduce((sum, forget) => sum + forget.run(sku).changes, 0) > 0;
    forgetPlans.run(sku);
    if (planned || product !== undefined) erase.run();
    if (product === undefined) return planned;
    const changes = new ShopChanges();
    const sales = kept.find(product);
    const shut = shutWeeksOf(database);
    if (sales) changes.add(sales, -1);
    remove.run(product);
    changes.write(database);
    followShutWeeks(database, shut);
    return true;
  };
}
