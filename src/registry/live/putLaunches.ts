import { skuKey } from '../../common/sku';
import type { Launch } from '../../contract/monitoring';
import type { Database } from '../database/database';

/** Replaces all planned launches. A product may occur once. */
export function putLaunches(database: Database) {
  const clear = database.prepare('DELETE FROM launches');
  const put = database.prepare(
    'INSERT INTO launches (sku, description, price, promo_text, day) VALUES (?, ?, ?, ?, ?)',
  );
  return (launches: readonly Launch[]): void => {
    clear.run();
    for (const { sku, description, price, promo_text, date } of launches)
      put.run(skuKey(sku), description, price ?? null, promo_text ?? null, date);
  };
}
