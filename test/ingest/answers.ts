import { Catalog } from '../../src/registry/catalog';
import type { Database } from '../../src/registry/database/database';

/** All that the catalog answers. */
export function answers(database: Database) {
  const catalog = new Catalog(database);
  const { products } = catalog.list('', 0, 100);
  const weeks = catalog.shopWeeks().map(({ week }) => week);
  return {
    products,
    shop: catalog.shopWeeks(),
    lastWeek: catalog.lastWeek,
    told: products.map(({ sku }) => [
      catalog.history(sku, Infinity),
      weeks.map((week) => [catalog.promoText(sku, week), catalog.extras(sku, week)]),
    ]),
  };
}
