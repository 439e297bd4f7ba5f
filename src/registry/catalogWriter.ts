import { ShelfcastError } from '../contract/errors';
import type { ShopWeek, WeekSales } from '../contract/record';
import { mondayOf, type Week } from '../common/week';
import type { Extras, Product } from './catalog';
import type { Database } from './database';
import { packSales, type StoredSales, unpackSales } from './storedSales';

/** One product's week; weeks in which nothing is known may be left out. */
export interface CatalogWeek extends WeekSales {
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
  /** Weeks of products that the source knows something of. */
  weeks: number;
  /** Weeks of products whose units or price are others than before. */
  changedWeeks: number;
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
  const write = database.transaction((): WriteResult => {
    const result: WriteResult = {
      products: 0,
      newProducts: 0,
      weeks: 0,
      changedWeeks: 0,
      replacedSynthetic: !source.synthetic && removeSynthetic(database),
    };
    const span = refuseGap(database, source);
    const put = productWriter(database, source);
    for (const product of products) {
      const { isNew, weeks, changed } = put(product);
      result.products++;
      result.newProducts += isNew ? 1 : 0;
      result.weeks += weeks;
      result.changedWeeks += changed;
    }
    sumUpShop(database, span);
    database
      .prepare('INSERT OR REPLACE INTO sources (hash, name, synthetic) VALUES (?, ?, ?)')
      .run(source.hash, source.name, source.synthetic ? 1 : 0);
    return result;
  });
  return write.immediate();
}

function removeSynthetic(database: Database): boolean {
  const synthetic = database.prepare('SELECT 1 FROM sources WHERE synthetic = 1').get() !== undefined;
  if (synthetic) database.exec('DELETE FROM products; DELETE FROM shop_weeks; DELETE FROM sources;');
  return synthetic;
}

/** Weeks that no source covers would count as weeks without sales. Returns the weeks that are covered with this source. */
function refuseGap(
  database: Database,
  { firstWeek, lastWeek, name }: CatalogSource,
): [first: Week, last: Week] {
  const { first, last } = database
    .prepare<[], { first: Week | null; last: Week | null }>(
      'SELECT min(week) AS first, max(week) AS last FROM shop_weeks',
    )
    .get()!;
  if (first === null || last === null) return [firstWeek, lastWeek];
  if (firstWeek <= last + 1 && lastWeek >= first - 1) {
    return [Math.min(first, firstWeek), Math.max(last, lastWeek)];
  }
  throw new ShelfcastError(
    'invalid',
    `${name} covers the weeks ${mondayOf(firstWeek)} to ${mondayOf(lastWeek)}, but the catalog those of ` +
      `${mondayOf(first)} to ${mondayOf(last)}: the weeks between would count as without sales; ` +
      'ingest what lies between first, or name another database (--db)',
  );
}

/** A function that stores one product and says what it changed. */
function productWriter(database: Database, { firstWeek, lastWeek }: CatalogSource) {
  const find = database.prepare<[string], StoredSales>(
    'SELECT first_week AS firstWeek, weeks FROM products JOIN sales ON product = id WHERE sku = ?',
  );
  const putProduct = database
    .prepare<[string, string], number>(
      `INSERT INTO products (sku, description) VALUES (?, ?) ON CONFLICT (sku) DO UPDATE
       SET description = iif(excluded.description = '', description, excluded.description) RETURNING id`,
    )
    .pluck();
  const putSales = database.prepare<[number, Week, Buffer]>(
    'INSERT OR REPLACE INTO sales (product, first_week, weeks) VALUES (?, ?, ?)',
  );
  const sideTables = [
    sideTable(database, 'promotions', 'text'),
    sideTable(database, 'extras', 'json'),
  ] as const;

  return ({ sku, description, sales }: CatalogProduct) => {
    const given = [...sales];
    const known = find.get(sku);
    const before = known ? unpackSales(known) : [];
    const kept = before.filter(({ week }) => week < firstWeek || week > lastWeek);
    const after = withoutGaps([...kept, ...given]);
    const id = putProduct.get(sku, description)!;
    putSales.run(id, after[0]?.week ?? firstWeek, packSales(after));
    const [promotions, extras] = sideTables;
    promotions.clear.run(id, firstWeek, lastWeek);
    extras.clear.run(id, firstWeek, lastWeek);
    for (const { week, promoText, extras: values } of given) {
      if (promoText !== null) promotions.insert.run(id, week, promoText);
      if (values !== null) extras.insert.run(id, week, JSON.stringify(values));
    }
    return { isNew: !known, weeks: given.length, changed: changedWeeks(before, after) };
  };
}

function sideTable(database: Database, table: 'promotions' | 'extras', column: 'text' | 'json') {
  return {
    clear: database.prepare<[number, Week, Week]>(
      `DELETE FROM ${table} WHERE product = ? AND week BETWEEN ? AND ?`,
    ),
    insert: database.prepare<[number, Week, string]>(
      `INSERT INTO ${table} (product, week, ${column}) VALUES (?, ?, ?)`,
    ),
  };
}

/** The weeks in their order from the first to the last, those between that are not among them without sales. */
function withoutGaps(weeks: WeekSales[]): WeekSales[] {
  const sorted = weeks.sort((a, b) => a.week - b.week);
  const whole: WeekSales[] = [];
  for (const sales of sorted) {
    for (let week = (whole.at(-1)?.week ?? sales.week) + 1; week < sales.week; week++) {
      whole.push({ week, units: 0, price: null });
    }
    whole.push(sales);
  }
  return whole;
}

function changedWeeks(before: readonly WeekSales[], after: readonly WeekSales[]): number {
  const old = new Map(before.map((sales) => [sales.week, sales]));
  const changed = after.filter(({ week, units, price }) => {
    const was = old.get(week);
    old.delete(week);
    return was ? !Object.is(was.units, units) || was.price !== price : units !== 0 || price !== null;
  });
  return changed.length + old.size;
}

function sumUpShop(database: Database, [first, last]: [Week, Week]): void {
  const shop: ShopWeek[] = [];
  for (let week = first; week <= last; week++) {
    shop.push({ week, units: 0, selling: 0, launches: 0, launchUnits: 0 });
  }
  const products = database.prepare<[], StoredSales>('SELECT first_week AS firstWeek, weeks FROM sales');
  for (const product of products.iterate()) {
    let launched = false;
    for (const { week, units } of unpackSales(product)) {
      if (!(units > 0)) continue;
      const shopWeek = shop[week - first];
      shopWeek.units += units;
      shopWeek.selling++;
      if (launched) continue;
      launched = true;
      shopWeek.launches++;
      shopWeek.launchUnits += units;
    }
  }
  database.exec('DELETE FROM shop_weeks');
  const insert = database.prepare(
    `INSERT INTO shop_weeks (week, units, selling, launches, launch_units)
     VALUES (@week, @units, @selling, @launches, @launchUnits)`,
  );
  for (const week of shop) insert.run(week);
}
