import { mondayOfWeek, sundayOfWeek, weekOfDay } from '../common/day';
import type { Week } from '../common/week';
import type { Covers } from '../contract/covers';
import type { ShopWeek, WeekSales } from '../contract/record';
import { type Cover, coverOf, joinSpans, lastWholeWeek, type Span } from './coverage';
import type { Database } from './database';
import { packEntries, type StoredEntries, unpackEntries } from './packedEntries';
import { type EntryText, joinEntries, NO_DAY, type SaleEntry, WEEK_TOTAL } from './saleEntries';
import { packSales, type StoredSales, unpackSales } from './storedSales';
import { removeSynthetic } from './synthetic';
import { type DerivedWeek, descriptionOf, weeksOf } from './weeksOf';

/** Where sales came from, and what they tell of. */
export interface SalesSource {
  /** SHA-256 of the file. */
  hash: string;
  name: string;
  /** A made-up shop, which gives way to the first real data. */
  synthetic: boolean;
  spans: readonly Span[];
  covers: Covers;
}

export interface ProductEntries {
  sku: string;
  /** Replaces what the entries' own texts say; empty to leave it to them. */
  description?: string;
  entries: readonly SaleEntry[];
}

export interface WriteResult {
  products: number;
  newProducts: number;
  /** Whole weeks of products that the source has rows of. */
  weeks: number;
  /** Weeks of products whose units or price are others than before. */
  changedWeeks: number;
  /** Rows in weeks that are not whole yet. */
  waiting: number;
  /** Weeks of the source's products in its days, after their first sale: without a row, counted as zero; not known. */
  zeroWeeks: number;
  unknownWeeks: number;
  /** True when a synthetic shop was taken out first. */
  replacedSynthetic: boolean;
}

/**
 * Adds sales to the catalog in one transaction: all of it or nothing. What the catalog has already changes nothing, and
 * the weeks of all products follow from all entries and covered days together, whatever the order in which they came.
 * Throws ShelfcastError where totals of weeks and single sales of a product meet in a week.
 */
export function writeSales(
  database: Database,
  source: SalesSource,
  products: Iterable<ProductEntries>,
): WriteResult {
  const write = database.transaction((): WriteResult => {
    const replacedSynthetic = !source.synthetic && removeSynthetic(database);
    const result = {
      ...{ products: 0, newProducts: 0, weeks: 0, changedWeeks: 0, waiting: 0 },
      ...{ zeroWeeks: 0, unknownWeeks: 0, replacedSynthetic },
    };
    adoptWeeks(database);
    putSource(database, source);
    const put = entryWriter(database, source);
    const given = new Set<number>();
    const weeks = new Map<Week, number>();
    const rows = new Map<Week, number>();
    for (const product of products) {
      const { id, isNew } = put(product);
      given.add(id);
      result.products++;
      result.newProducts += isNew ? 1 : 0;
      const inWeek = tallyWeeks(product.entries);
      for (const [week, count] of inWeek) {
        weeks.set(week, (weeks.get(week) ?? 0) + 1);
        rows.set(week, (rows.get(week) ?? 0) + count);
      }
    }
    const last = deriveWeeks(database, (product, derived, changed) => {
      if (!given.has(product)) return;
      result.changedWeeks += changed;
      const { zeroWeeks, unknownWeeks } = countWeeks(derived, source.spans);
      result.zeroWeeks += zeroWeeks;
      result.unknownWeeks += unknownWeeks;
    });
    for (const [week, count] of weeks) if (week <= last) result.weeks += count;
    for (const [week, count] of rows) if (week > last) result.waiting += count;
    sumUpShop(database, last);
    return result;
  });
  return write.immediate();
}

function putSource(database: Database, { hash, name, synthetic, spans, covers }: SalesSource): void {
  database
    .prepare('INSERT OR REPLACE INTO sources (hash, name, synthetic) VALUES (?, ?, ?)')
    .run(hash, name, synthetic ? 1 : 0);
  const cover = database.prepare(
    'INSERT OR IGNORE INTO covered_days (hash, first_day, last_day, covers) VALUES (?, ?, ?, ?)',
  );
  for (const { first, last } of spans) cover.run(hash, first, last, covers);
}

/** A function that adds a product's entries to those known. */
function entryWriter(database: Database, { hash, covers }: SalesSource) {
  const read = entryReader(database);
  const find = database.prepare<[string], number>('SELECT id FROM products WHERE sku = ?').pluck();
  const putProduct = database
    .prepare<[string, string], number>(
      `INSERT INTO products (sku, description) VALUES (?, ?) ON CONFLICT (sku) DO UPDATE
       SET description = iif(excluded.description = '', description, excluded.description) RETURNING id`,
    )
    .pluck();
  const putEntries = entryPutter(database);
  const list = database.prepare('INSERT OR IGNORE INTO listed_products (hash, product) VALUES (?, ?)');

  return ({ sku, description, entries }: ProductEntries): { id: number; isNew: boolean } => {
    const known = find.get(sku);
    const joined = joinEntries(sku, known === undefined ? [] : read(known), entries);
    const id = putProduct.get(sku, description || descriptionOf(joined))!;
    putEntries(id, joined);
    if (covers === 'listed') list.run(hash, id);
    return { id, isNew: known === undefined };
  };
}

function entryReader(database: Database): (product: number) => SaleEntry[] {
  const stored = database.prepare<[number], StoredEntries>(
    'SELECT entries, texts FROM sale_entries WHERE product = ?',
  );
  return (product) => {
    const entries = stored.get(product);
    return entries ? unpackEntries(entries) : [];
  };
}

/** Makes totals of the weeks of a catalog that an earlier version wrote. */
function adoptWeeks(database: Database): void {
  const products = database
    .prepare<[], StoredSales & { product: number }>(
      `SELECT product, first_week AS firstWeek, weeks FROM sales
       WHERE product NOT IN (SELECT product FROM sale_entries)`,
    )
    .all();
  const texts = database.prepare<[number], { week: Week; text: string | null; json: string | null }>(
    `SELECT week, text, json FROM promotions FULL JOIN extras USING (product, week) WHERE product = ?`,
  );
  const put = entryPutter(database);
  for (const { product, ...sales } of products) {
    const byWeek = new Map(texts.all(product).map((row) => [row.week, row]));
    const entries = unpackSales(sales).map((week) => {
      const { text, json } = byWeek.get(week.week) ?? { text: null, json: null };
      const extras = json === null ? null : (JSON.parse(json) as EntryText[2]);
      return totalEntry(week, JSON.stringify(['', text ?? '', extras] satisfies EntryText));
    });
    put(product, entries);
  }
}

function entryPutter(database: Database): (product: number, entries: readonly SaleEntry[]) => void {
  const put = database.prepare(
    'INSERT OR REPLACE INTO sale_entries (product, entries, texts) VALUES (?, ?, ?)',
  );
  return (product, entries) => {
    const { entries: packed, texts } = packEntries(entries);
    put.run(product, packed, texts);
  };
}

/** The total of a week as an entry. */
export function totalEntry({ week, units, price }: WeekSales, text: string): SaleEntry {
  return { day: mondayOfWeek(week), second: WEEK_TOTAL, units, price: price ?? NaN, text };
}

function tallyWeeks(entries: readonly SaleEntry[]): Map<Week, number> {
  const rows = new Map<Week, number>();
  for (const { day } of entries) {
    if (day === NO_DAY) continue;
    const week = weekOfDay(day);
    rows.set(week, (rows.get(week) ?? 0) + 1);
  }
  return rows;
}

/** Writes the weeks of all products anew. Returns the shop's last whole week, -Infinity where it has none. */
function deriveWeeks(
  database: Database,
  onProduct: (product: number, weeks: readonly DerivedWeek[], changed: number) => void,
): Week {
  const spansOf = productSpans(database);
  const ids = database.prepare<[], number>('SELECT id FROM products').pluck().all();
  const last = ids.reduce((latest, id) => Math.max(latest, spansOf(id).last), -Infinity);
  const entriesOf = entryReader(database);
  const writeWeeks = weekWriter(database);
  for (const id of ids) {
    const weeks = weeksOf(entriesOf(id), spansOf(id).cover, last);
    onProduct(id, weeks, writeWeeks(id, weeks));
  }
  return last;
}

function countWeeks(
  weeks: readonly DerivedWeek[],
  spans: readonly Span[],
): Pick<WriteResult, 'zeroWeeks' | 'unknownWeeks'> {
  const firstSale = weeks.findIndex(({ units }) => units > 0);
  const inSource = weeks
    .slice(firstSale < 0 ? weeks.length : firstSale)
    .filter(({ week }) => coverOf(week, spans) !== 'none');
  return {
    zeroWeeks: inSource.filter(({ units, hasRows }) => units === 0 && !hasRows).length,
    unknownWeeks: inSource.filter(({ units }) => Number.isNaN(units)).length,
  };
}

/** For each product the days that are known of it; products of the same sources share them. */
function productSpans(database: Database) {
  const spans = database.prepare<[string], Span & { hash: string }>(
    'SELECT hash, first_day AS first, last_day AS last FROM covered_days WHERE covers = ?',
  );
  const all = spans.all('all');
  const listed = new Map<string, Span[]>();
  for (const span of spans.all('listed')) {
    listed.set(span.hash, [...(listed.get(span.hash) ?? []), span]);
  }
  const listing = database
    .prepare<[number], string>('SELECT hash FROM listed_products WHERE product = ? ORDER BY hash')
    .pluck();
  const known = new Map<string, { last: Week; cover: (week: Week) => Cover }>();
  return (product: number) => {
    const hashes = listed.size > 0 ? listing.all(product) : [];
    const key = hashes.join(' ');
    let found = known.get(key);
    if (!found) {
      const joined = joinSpans([...all, ...hashes.flatMap((hash) => listed.get(hash) ?? [])]);
      const covers = new Map<Week, Cover>();
      const cover = (week: Week) => {
        let state = covers.get(week);
        if (state === undefined) covers.set(week, (state = coverOf(week, joined)));
        return state;
      };
      known.set(key, (found = { last: lastWholeWeek(joined) ?? -Infinity, cover }));
    }
    return found;
  };
}

/** A function that replaces a product's weeks and counts those whose units or price are others than before. */
function weekWriter(database: Database) {
  const find = database.prepare<[number], StoredSales>(
    'SELECT first_week AS firstWeek, weeks FROM sales WHERE product = ?',
  );
  const put = database.prepare(
    `INSERT INTO sales (product, first_week, weeks) VALUES (?, ?, ?) ON CONFLICT (product) DO UPDATE
     SET first_week = excluded.first_week, weeks = excluded.weeks
     WHERE first_week IS NOT excluded.first_week OR weeks IS NOT excluded.weeks`,
  );
  const sideTable = (table: 'promotions' | 'extras', column: 'text' | 'json') => ({
    clear: database.prepare(`DELETE FROM ${table} WHERE product = ?`),
    insert: database.prepare(`INSERT INTO ${table} (product, week, ${column}) VALUES (?, ?, ?)`),
  });
  const promotions = sideTable('promotions', 'text');
  const extras = sideTable('extras', 'json');
  return (product: number, weeks: readonly DerivedWeek[]): number => {
    const known = find.get(product);
    const before = known ? unpackSales(known) : [];
    put.run(product, weeks[0]?.week ?? 0, packSales(weeks));
    promotions.clear.run(product);
    extras.clear.run(product);
    for (const { week, promoText, extras: values } of weeks) {
      if (promoText !== null) promotions.insert.run(product, week, promoText);
      if (values !== null) extras.insert.run(product, week, JSON.stringify(values));
    }
    return changedWeeks(before, weeks);
  };
}

function changedWeeks(before: readonly WeekSales[], after: readonly WeekSales[]): number {
  const old = new Map(before.map((sales) => [sales.week, sales]));
  const changed = after.filter(({ week, units, price }) => {
    const was = old.get(week);
    old.delete(week);
    return was ? !Object.is(was.units, units) || was.price !== price : units > 0 || price !== null;
  });
  return changed.length + old.size;
}

/** Sums up what is known of the shop, from its first week to the last whole one. */
function sumUpShop(database: Database, last: Week): void {
  database.exec('DELETE FROM shop_weeks');
  const first = Math.min(
    ...database.prepare<[], number>('SELECT first_day FROM covered_days').pluck().all().map(weekOfDay),
  );
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
  const insert = database.prepare(
    `INSERT INTO shop_weeks (week, units, selling, launches, launch_units)
     VALUES (@week, @units, @selling, @launches, @launchUnits)`,
  );
  for (const week of shop) insert.run(week);
}

/** The days of the weeks from the first to the last. */
export function spanOfWeeks(first: Week, last: Week): Span {
  return { first: mondayOfWeek(first), last: sundayOfWeek(last) };
}
