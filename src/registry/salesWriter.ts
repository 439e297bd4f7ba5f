import { certain } from '../common/certain';
import { type Day, mondayOfWeek, sundayOfWeek, weekOfDay } from '../common/day';
import { mondayOf, type Week } from '../common/week';
import type { Covers } from '../contract/covers';
import type { WeekSales } from '../contract/record';
import { adoptWeeks } from './weeks/adoptWeeks';
import { coverOf, type Span } from './weeks/coverage';
import type { Database } from './database/database';
import { putSoldDays } from './weeks/daysOff';
import { deriveShop } from './weeks/deriveShop';
import { type Met, metSales } from './entries/metSales';
import { filedEntries, liveEntries, putFiledEntries } from './entries/productEntries';
import { joinEntries, refuseMixed } from './entries/joinEntries';
import { NO_DAY, type SaleEntry, WEEK_TOTAL } from './entries/saleEntries';
import { unpackSales } from './weeks/storedSales';
import { removeSynthetic } from './synthetic';
import { type DerivedWeek, descriptionOf } from './weeks/weeksOf';

/** The source of sales, and what it covers. */
export interface SalesSource {
  /** SHA-256 of the file. */
  hash: string;
  name: string;
  /** A synthetic shop, which the first real data replace. */
  synthetic: boolean;
  spans: readonly Span[];
  covers: Covers;
  /** ISO 4217 code of the currency of its prices, if known. */
  currency?: string;
}

export interface ProductEntries {
  sku: string;
  /** Replaces the entries' own texts; empty to use them. */
  description?: string;
  entries: readonly SaleEntry[];
}

export interface WriteResult {
  products: number;
  newProducts: number;
  /** Complete weeks of products with rows in the source. */
  weeks: number;
  /** Weeks of products whose units or price changed. */
  changedWeeks: number;
  /** Rows in weeks that are not complete yet. */
  waiting: number;
  /** Further sales of a product's day for which the catalog already had sales from files. */
  furtherRows: number;
  /** Sales that the catalog already had from files. */
  sameRows: number;
  /** Totals of a product's week that replaced others in the catalog. */
  replacedTotals: number;
  /**
   * Weeks of the source's products within its days, after their first sale: those without a row, counted as zero, and
   * those that are unknown.
   */
  zeroWeeks: number;
  unknownWeeks: number;
  /** Mondays of the weeks within its days in which the shop was shut; they are in neither count. */
  shutWeeks: string[];
  /** Whether a synthetic shop was removed first. */
  replacedSynthetic: boolean;
}

/**
 * Adds sales to the catalog in one transaction. What the catalog already has changes nothing; the weeks of all products
 * are derived from all entries and covered days together, whatever their order of arrival. Throws ShelfcastError if
 * weekly totals and single sales of a product fall in the same week.
 */
export function writeSales(
  database: Database,
  source: SalesSource,
  products: Iterable<ProductEntries>,
): WriteResult {
  const write = database.transaction((): WriteResult => {
    const replacedSynthetic = !source.synthetic && removeSynthetic(database);
    const result = {
      ...{ products: 0, newProducts: 0, weeks: 0, changedWeeks: 0, waiting: 0, furtherRows: 0 },
      ...{ sameRows: 0, replacedTotals: 0, zeroWeeks: 0, unknownWeeks: 0, shutWeeks: [] as string[] },
      replacedSynthetic,
    };
    adoptWeeks(database);
    putSource(database, source);
    const put = entryWriter(database, source);
    const given = new Set<number>();
    const weeks = new Map<Week, number>();
    const rows = new Map<Week, number>();
    const sold = new Set<Day>();
    for (const product of products) {
      const { id, isNew, further, same, replaced } = put(product);
      result.furtherRows += further;
      result.sameRows += same;
      result.replacedTotals += replaced;
      given.add(id);
      result.products++;
      result.newProducts += isNew ? 1 : 0;
      for (const { day, second, units } of product.entries) {
        if (day !== NO_DAY && second !== WEEK_TOTAL && !Number.isNaN(units)) sold.add(day);
      }
      const inWeek = tallyWeeks(product.entries);
      for (const [week, count] of inWeek) {
        weeks.set(week, (weeks.get(week) ?? 0) + 1);
        rows.set(week, (rows.get(week) ?? 0) + count);
      }
    }
    putSoldDays(database)(sold);
    const inSource = (week: Week) => coverOf(week, source.spans) !== 'none';
    const { last, shut } = deriveShop(database, (product, derived, before, shopShut) => {
      if (!given.has(product)) return;
      result.changedWeeks += changedWeeks(before ? unpackSales(before) : [], derived);
      const { zeroWeeks, unknownWeeks } = countWeeks(
        derived,
        (week) => inSource(week) && !shopShut.has(week),
      );
      result.zeroWeeks += zeroWeeks;
      result.unknownWeeks += unknownWeeks;
    });
    result.shutWeeks = [...shut].filter(inSource).map(mondayOf);
    for (const [week, count] of weeks) if (week <= last) result.weeks += count;
    for (const [week, count] of rows) if (week > last) result.waiting += count;
    return result;
  });
  return write.immediate();
}

function putSource(
  database: Database,
  { hash, name, synthetic, spans, covers, currency }: SalesSource,
): void {
  database
    .prepare(
      `INSERT OR REPLACE INTO sources (hash, name, synthetic, currency)
       VALUES (@hash, @name, @synthetic, ifnull(@currency, (SELECT currency FROM sources WHERE hash = @hash)))`,
    )
    .run({ hash, name, synthetic: synthetic ? 1 : 0, currency: currency ?? null });
  const cover = database.prepare(
    'INSERT OR IGNORE INTO covered_days (hash, first_day, last_day, covers) VALUES (?, ?, ?, ?)',
  );
  for (const { first, last } of spans) cover.run(hash, first, last, covers);
}

/** A function that adds a product's entries to the known ones. */
function entryWriter(database: Database, { hash, covers }: SalesSource) {
  const read = filedEntries(database);
  const live = liveEntries(database);
  const find = database.prepare<[string], number>('SELECT id FROM products WHERE sku = ?').pluck();
  const putProduct = database
    .prepare<[string, string], number>(
      `INSERT INTO products (sku, description) VALUES (?, ?) ON CONFLICT (sku) DO UPDATE
       SET description = iif(excluded.description = '', description, excluded.description) RETURNING id`,
    )
    .pluck();
  const putEntries = putFiledEntries(database);
  const list = database.prepare('INSERT OR IGNORE INTO listed_products (hash, product) VALUES (?, ?)');

  return ({ sku, description, entries }: ProductEntries): { id: number; isNew: boolean } & Met => {
    const known = find.get(sku);
    const before = known === undefined ? [] : read(known);
    const joined = joinEntries(sku, before, entries);
    if (known !== undefined) refuseMixed(sku, joined, live(known));
    const id = certain(putProduct.get(sku, description || descriptionOf(joined)), 'number of the product');
    putEntries(id, joined);
    if (covers === 'listed') list.run(hash, id);
    return { id, isNew: known === undefined, ...metSales(before, entries, joined) };
  };
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

function countWeeks(
  weeks: readonly DerivedWeek[],
  counts: (week: Week) => boolean,
): Pick<WriteResult, 'zeroWeeks' | 'unknownWeeks'> {
  const firstSale = weeks.findIndex(({ units }) => units > 0);
  const counted = weeks.slice(firstSale < 0 ? weeks.length : firstSale).filter(({ week }) => counts(week));
  return {
    zeroWeeks: counted.filter(({ units, hasRows }) => units === 0 && !hasRows).length,
    unknownWeeks: counted.filter(({ units }) => Number.isNaN(units)).length,
  };
}

function changedWeeks(before: readonly WeekSales[], after: readonly WeekSales[]): number {
  const old = new Map(before.map((sales) => [sales.week, sales]));
  const changed = after.filter(({ week, units, price }) => {
    const was = old.get(week);
    old.delete(week);
    return was ? !Object.is(was.units, units) || was.price !== price : units > 0 || price !== null;
  });
  const gone = [...old.values()].filter(({ units, price }) => units !== 0 || price !== null);
  return changed.length + gone.length;
}

/** The days of the weeks from the first to the last. */
export function spanOfWeeks(first: Week, last: Week): Span {
  return { first: mondayOfWeek(first), last: sundayOfWeek(last) };
}
