import type { Database } from './database/database';

/** Removes a synthetic shop from the catalog when the first real data arrive. True if there was one. */
export function removeSynthetic(database: Database): boolean {
  const synthetic = database.prepare('SELECT 1 FROM sources WHERE synthetic = 1').get() !== undefined;
  if (synthetic) {
    database.exec(
      `DELETE FROM products; DELETE FROM shop_weeks; DELETE FROM sources; DELETE FROM covered_days; DELETE FROM fed_weeks;
       DELETE FROM sold_days; DELETE FROM drift_weeks WHERE source = 'catalog';`,
    );
  }
  return synthetic;
}
