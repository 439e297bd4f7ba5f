import { dayOf } from '../../../src/common/day';
import { mondayOf, weekOf } from '../../../src/common/week';
import { Catalog } from '../../../src/registry/catalog';
import { type Database, openDatabase } from '../../../src/registry/database/database';
import { addSales, type LiveSale } from '../../../src/registry/live/addSales';
import { completeSales } from '../../../src/registry/live/completeSales';
import { putProducts } from '../../../src/registry/live/putProducts';
import { removeProduct } from '../../../src/registry/live/removeProduct';
import { setWeeks, type WeekTotal } from '../../../src/registry/live/setWeeks';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { NO_TIME } from '../../../src/registry/entries/saleEntries';

/** A shop that sales come into; days and weeks are ISO days. */
export function liveShop(database: Database = openDatabase(':memory:', REGISTRY)) {
  const catalog = new Catalog(database);
  const add = addSales(database);
  const set = setWeeks(database);
  const complete = completeSales(database);
  return {
    database,
    catalog,
    put: putProducts(database),
    remove: removeProduct(database),
    add: (sales: readonly LiveSale[], source = '') => database.transaction(() => add({ source, sales }))(),
    set: (...totals: (Partial<WeekTotal> & { sku: string; monday: string; units: number })[]) =>
      set(
        totals.map(({ monday, ...total }) => ({
          ...{ price: null, promoText: null, features: null, week: weekOf(monday) },
          ...total,
        })),
      ),
    complete: (until: string) => complete(dayOf(until)),
    units: (sku: string) => catalog.history(sku, Infinity).map((week) => week.units),
  };
}

let ids = 0;

export function sale(sku: string, day: string, units: number, more: Partial<LiveSale> = {}): LiveSale {
  return { id: `id-${ids++}`, sku, day: dayOf(day), second: NO_TIME, units, price: null, ...more };
}

/** All that a catalog tells. */
export function told(catalog: Catalog) {
  const { products } = catalog.list('', 0, 1000);
  return {
    weeks: catalog.shopWeeks().map(({ week, ...sums }) => ({ week: mondayOf(week), ...sums })),
    products: products.map((product) => ({
      ...product,
      history: catalog.history(product.sku, Infinity),
      promotions: catalog.shopWeeks().map(({ week }) => catalog.promoText(product.sku, week)),
    })),
  };
}
