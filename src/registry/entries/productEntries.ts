import { type Day, mondayOfWeek, sundayOfWeek } from '../../common/day';
import type { Week } from '../../common/week';
import type { Database } from '../database/database';
import { packEntries, type StoredEntries, unpackEntries } from './packedEntries';
import { entryText, type SaleEntry } from './saleEntries';
import { withLive } from './withLive';

/** Bounds that include every day. */
const [FIRST_DAY, LAST_DAY] = [0, Number.MAX_SAFE_INTEGER];

/** A product's rows from files, in the canonical order. */
export function filedEntries(database: Database): (product: number, first?: Day, last?: Day) => SaleEntry[] {
  const stored = database.prepare<[number], StoredEntries>(
    'SELECT entries, texts FROM sale_entries WHERE product = ?',
  );
  return (product, first, last) => {
    const entries = stored.get(product);
    return entries ? unpackEntries(entries, first, last) : [];
  };
}

export function putFiledEntries(
  database: Database,
): (product: number, entries: readonly SaleEntry[]) => void {
  const put = database.prepare(
    `INSERT INTO sale_entries (product, entries, texts) VALUES (?, ?, ?)
     ON CONFLICT (product) DO UPDATE SET entries = excluded.entries, texts = excluded.texts`,
  );
  return (product, entries) => {
    const { entries: packed, texts } = packEntries(entries);
    put.run(product, packed, texts);
  };
}

/** A product's sales that arrived one by one, from the first day to the last. */
export function liveEntries(database: Database): (product: number, first?: Day, last?: Day) => SaleEntry[] {
  const stored = database.prepare<
    [number, Day, Day],
    { day: Day; second: number; units: number; price: number | null; promoText: string | null }
  >(
    'SELECT day, second, units, price, promo_text AS promoText FROM live_sales WHERE product = ? AND day BETWEEN ? AND ?',
  );
  return (product, first = FIRST_DAY, last = LAST_DAY) =>
    stored.all(product, first, last).map(({ price, promoText, ...sale }) => ({
      ...sale,
      price: price ?? NaN,
      text: entryText(promoText),
    }));
}

/**
 * All entries of a product's weeks from the first to the last, including rows without a day, in the canonical order.
 */
export function productEntries(
  database: Database,
): (product: number, from?: Week, to?: Week) => readonly SaleEntry[] {
  const filed = filedEntries(database);
  const live = liveEntries(database);
  return (product, from, to) => {
    const first = from === undefined ? FIRST_DAY : mondayOfWeek(from);
    const last = to === undefined ? LAST_DAY : sundayOfWeek(to);
    return withLive(filed(product, first, last), live(product, first, last));
  };
}
