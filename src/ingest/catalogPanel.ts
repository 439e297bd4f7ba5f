import { createHash } from 'node:crypto';
import { weekOfDay } from '../common/day';
import { Tally } from '../common/tally';
import { promotionText } from '../common/promotionText';
import { type Week, weekOf } from '../common/week';
import { type DemandSchema, WEEKLY_COLUMNS } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { found } from '../contract/findings';
import { Catalog } from '../registry/catalog';
import { type Columns, knownColumns } from '../registry/columns';
import type { Database } from '../registry/database/database';
import { type ProductHistory, productHistories } from '../registry/productHistories';
import { NO_DAY, readEntryText } from '../registry/entries/saleEntries';
import { eachWeek } from '../registry/weeks/storedSales';
import { descriptionOf } from '../registry/weeks/weeksOf';
import type { PanelParts, WeekTexts } from './panel';

/** The catalog's complete weeks as training and backtests read them. */
export interface CatalogPanel {
  parts: PanelParts;
  /** The schema of a file with one row for each product and week. */
  schema: DemandSchema;
  /** SHA-256 of the panel. */
  hash: string;
  /** Number of product weeks with sales or other data. */
  rows: number;
}

/**
 * The panel of a catalog's complete weeks, up to `until` (an ISO day, exclusive) if given. It equals the panel read
 * from the files that filled the catalog. Starts with the first covered week. Throws ShelfcastError if nothing was
 * sold, RangeError if `until` is not a day.
 */
export function catalogPanel(database: Database, until?: string): CatalogPanel {
  const read = database.transaction(() => panelOf(database, until));
  return read();
}

function panelOf(database: Database, until: string | undefined): CatalogPanel {
  const catalog = new Catalog(database);
  const first = catalog.firstWeek ?? Infinity;
  const last = lastWeekBefore(catalog.lastWeek, until);
  const products = [...productHistories(database)]
    .map((product) => ({ ...product, firstSale: firstSaleOf(product, first, last) }))
    .filter(({ firstSale }) => firstSale <= last)
    .sort((a, b) => (a.sku < b.sku ? -1 : 1));
  if (products.length === 0) throw nothingSold(until);
  const firstTold = products.reduce((week, { sales }) => Math.min(week, sales.firstWeek), Infinity);
  const firstWeek = Math.max(first, firstTold);
  const weeks = last - firstWeek + 1;
  const columns = columnsOf(database, products);
  const names = [...columns.numeric, ...columns.categorical];
  const extras = names.map(() => new Array<number | string | null>(products.length * weeks).fill(null));
  const units = new Float64Array(products.length * weeks);
  const price = new Float64Array(products.length * weeks).fill(NaN);
  const promotions = new Map<number, string>();
  let rows = 0;
  products.forEach(({ sales, firstSale, ...product }, row) => {
    const at = (week: Week) => row * weeks + week - firstWeek;
    const isIn = (week: Week) => week >= firstWeek && week <= last;
    eachWeek(sales, (week, sold, paid) => {
      if (!isIn(week)) return;
      price[at(week)] = paid;
      if (week >= firstSale) units[at(week)] = sold;
      if (sold > 0 || !Number.isNaN(paid)) rows++;
    });
    for (const { week, text } of product.promotions) {
      const said = promotionText(text);
      if (said !== null && isIn(week)) promotions.set(at(week), said);
    }
    for (const { week, values } of product.extras) {
      if (isIn(week)) names.forEach((name, column) => (extras[column][at(week)] = values[name] ?? null));
    }
  });
  const parts: PanelParts = {
    skus: products.map(({ sku }) => sku),
    firstWeek,
    weeks,
    units,
    price,
    descriptions: products.map((product) => descriptionsOf(product, product.firstSale, firstWeek, last)),
    promotions,
    extras: Object.fromEntries(names.map((name, column) => [name, extras[column]])),
    knownAhead: columns.known_ahead,
  };
  return { parts, schema: schemaOf(columns), hash: hashOf(parts), rows };
}

function lastWeekBefore(last: Week | null, until: string | undefined): Week {
  const end = until === undefined ? Infinity : weekOf(until) - 1;
  return Math.min(last ?? -Infinity, end);
}

function nothingSold(until: string | undefined): ShelfcastError {
  const when =
    until === undefined
      ? 'the catalog holds no complete week with a sale'
      : `nothing was sold before ${until}`;
  return new ShelfcastError('invalid', `${when}; bring sales in first (shelfcast ingest, POST /ingest)`, {
    reasons: [found('nothing_sold')],
  });
}

function firstSaleOf({ sales }: ProductHistory, from: Week, last: Week): Week {
  let first = Infinity;
  eachWeek(sales, (week, units) => {
    if (units > 0 && week >= from && week <= last) first = Math.min(first, week);
  });
  return first;
}

/**
 * A product's texts by week: those of its rows, or the catalog's own text if it differs, since it was then set by hand.
 */
function descriptionsOf(
  { description, entries }: ProductHistory,
  firstSale: Week,
  firstWeek: Week,
  last: Week,
): WeekTexts[] {
  if (entries.length === 0 || descriptionOf(entries) !== description) {
    const texts = new Tally<string>();
    if (description) texts.add(description);
    return texts.size > 0 ? [{ t: firstSale - firstWeek, texts }] : [];
  }
  const byWeek = new Map<Week, Tally<string>>();
  for (const { day, text } of entries) {
    const week = weekOfDay(day);
    const [own] = readEntryText(text);
    if (day === NO_DAY || week < firstWeek || week > last || !own) continue;
    let tally = byWeek.get(week);
    if (!tally) byWeek.set(week, (tally = new Tally()));
    tally.add(own);
  }
  return [...byWeek].map(([week, texts]) => ({ t: week - firstWeek, texts })).sort((a, b) => a.t - b.t);
}

/** A column that no schema names is numeric if all its values are, and it is observed. */
function columnsOf(database: Database, products: readonly ProductHistory[]): Columns {
  const isNumber = new Map<string, boolean>();
  for (const { extras } of products) {
    for (const { values } of extras) {
      for (const [name, value] of Object.entries(values)) {
        if (value !== null) isNumber.set(name, (isNumber.get(name) ?? true) && typeof value === 'number');
      }
    }
  }
  const known = knownColumns(database);
  const named = [...known.numeric, ...known.categorical];
  const unnamed = [...isNumber.keys()].filter((name) => !named.includes(name)).sort();
  const there = (names: readonly string[]) => names.filter((name) => isNumber.has(name));
  return {
    numeric: [...there(known.numeric), ...unnamed.filter((name) => isNumber.get(name))],
    categorical: [...there(known.categorical), ...unnamed.filter((name) => !isNumber.get(name))],
    known_ahead: there(known.known_ahead),
  };
}

function schemaOf(columns: Columns): DemandSchema {
  return { ...WEEKLY_COLUMNS, promo_text: 'promo_text', ...columns, keep: [] };
}

function hashOf({ units, price, ...others }: PanelParts): string {
  const { skus, firstWeek, weeks, promotions, extras, knownAhead } = others;
  const texts = others.descriptions.map((known) => known.map(({ t, texts }) => [t, [...texts.entries()]]));
  const hash = createHash('sha256');
  hash.update(JSON.stringify([skus, firstWeek, weeks, texts, [...promotions], extras, knownAhead]));
  for (const values of [units, price]) hash.update(new Uint8Array(values.buffer));
  return hash.digest('hex');
}
