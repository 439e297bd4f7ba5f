import { ShelfcastError } from '../contract/errors';
import { mondayOf, type Week } from '../contract/week';
import type { Extras, Product } from './catalog';
import type { Database } from './database';

/** One product's week as it is stored: weeks in which nothing is known need no row. */
export interface CatalogWeek {
  week: Week;
  units: number;
  price: number | null;
  promoText: string | null;
  extras: Extras | null;
}

export interface CatalogProduct extends Product {
  sales: Iterable<CatalogWeek>;
}

/** Where sales came from, and the weeks that they cover whole. */
export interface CatalogSource {
  /** SHA-256 of the file. */
  hash: string;
  name: string;
  /** A made-up shop, which gives way to the first real data. */
  synthetic: boolean;
  firstWeek: Week;
  lastWeek: Week;
}

export interface WriteResult {
  products: number;
  newProducts: number;
  weeks: number;
  newWeeks: number;
  /** True when a synthetic shop was taken out first. */
  replacedSynthetic: boolean;
}

/**
 * Writes products into the catalog in one transaction: all of it or nothing. For its products and weeks the source is
 * the truth: what was stored for them is replaced, so that writing the same again changes nothing. A description that
 * is empty leaves the known one. Throws ShelfcastError where weeks between catalog and source are covered by neither.
 */
export function writeCatalog(
  database: Database,
  source: CatalogSource,
  products: Iterable<CatalogProduct>,
): WriteResult {
  const count = (table: 'products' | 'sales'): number =>
    database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;
  const upsertProduct = database
    .prepare<[string, string], number>(
      `INSERT INTO products (sku, description) VALUES (?, ?) ON CONFLICT (sku) DO UPDATE
       SET description = iif(excluded.description = '', description, excluded.description) RETURNING id`,
    )
    .pluck();
  const clear = database.prepare<[number, Week, Week]>(
    'DELETE FROM sales WHERE product = ? AND week BETWEEN ? AND ?',
  );
  const insert = database.prepare<[number, Week, number, number | null, string | null, string | null]>(
    'INSERT INTO sales (product, week, units, price, promo_text, extras) VALUES (?, ?, ?, ?, ?, ?)',
  );

  const write = database.transaction((): WriteResult => {
    const replacedSynthetic = !source.synthetic && removeSynthetic(database);
    refuseGap(database, source);
    const before = { products: count('products'), sales: count('sales') };
    const result = { products: 0, weeks: 0 };
    for (const { sku, description, sales } of products) {
      const id = upsertProduct.get(sku, description)!;
      clear.run(id, source.firstWeek, source.lastWeek);
      for (const { week, units, price, promoText, extras } of sales) {
        insert.run(id, week, units, price, promoText, extras && JSON.stringify(extras));
        result.weeks++;
      }
      result.products++;
    }
    sumUpShop(database, source);
    database
      .prepare('INSERT OR REPLACE INTO sources (hash, name, synthetic) VALUES (?, ?, ?)')
      .run(source.hash, source.name, source.synthetic ? 1 : 0);
    return {
      ...result,
      newProducts: count('products') - before.products,
      newWeeks: count('sales') - before.sales,
      replacedSynthetic,
    };
  });
  return write.immediate();
}

function removeSynthetic(database: Database): boolean {
  const synthetic = database.prepare('SELECT 1 FROM sources WHERE synthetic = 1').get() !== undefined;
  if (synthetic) database.exec('DELETE FROM products; DELETE FROM shop_weeks; DELETE FROM sources;');
  return synthetic;
}

/** Weeks that no source covers would count as weeks without sales. */
function refuseGap(database: Database, { firstWeek, lastWeek, name }: CatalogSource): void {
  const { first, last } = knownWeeks(database);
  if (first === null || last === null || (firstWeek <= last + 1 && lastWeek >= first - 1)) return;
  throw new ShelfcastError(
    'invalid',
    `${name} covers the weeks ${mondayOf(firstWeek)} to ${mondayOf(lastWeek)}, but the catalog those of ` +
      `${mondayOf(first)} to ${mondayOf(last)}: the weeks between would count as without sales; ` +
      'ingest what lies between first, or name another database (--db)',
  );
}

function knownWeeks(database: Database): { first: Week | null; last: Week | null } {
  return database
    .prepare<[], { first: Week | null; last: Week | null }>(
      'SELECT min(week) AS first, max(week) AS last FROM shop_weeks',
    )
    .get()!;
}

function sumUpShop(database: Database, { firstWeek, lastWeek }: CatalogSource): void {
  const known = knownWeeks(database);
  database.exec('DELETE FROM shop_weeks');
  database
    .prepare(
      `WITH RECURSIVE
         calendar(week) AS (SELECT @first UNION ALL SELECT week + 1 FROM calendar WHERE week < @last),
         launch AS (SELECT product, min(week) AS week FROM sales WHERE units > 0 GROUP BY product),
         sold AS (SELECT week, sum(units) AS units, sum(units > 0) AS selling FROM sales GROUP BY week),
         launched AS (
           SELECT week, count(*) AS launches, sum(units) AS units FROM launch JOIN sales USING (product, week)
           GROUP BY week
         )
       INSERT INTO shop_weeks (week, units, selling, launches, launch_units)
       SELECT week, ifnull(sold.units, 0), ifnull(selling, 0), ifnull(launches, 0), ifnull(launched.units, 0)
       FROM calendar LEFT JOIN sold USING (week) LEFT JOIN launched USING (week)`,
    )
    .run({
      first: Math.min(firstWeek, known.first ?? firstWeek),
      last: Math.max(lastWeek, known.last ?? lastWeek),
    });
}
