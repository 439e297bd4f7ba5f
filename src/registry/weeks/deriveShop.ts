import { weekOfDay } from '../../common/day';
import type { Week } from '../../common/week';
import { shutWeeks, type CoveredWeek } from './shutWeeks';
import { coverOf, isCovered, joinSpans } from './coverage';
import { coveredDays } from './coveredDays';
import type { Database } from '../database/database';
import { OpenWeeks } from './openWeeks';
import { productEntries } from '../entries/productEntries';
import { productSpans } from './productSpans';
import { ProductWeeks } from './productWeeks';
import { NO_DAY } from '../entries/saleEntries';
import { sumUpShop } from './shopWeeks';
import type { StoredSales } from './storedSales';
import { type DerivedWeek, weeksOf } from './weeksOf';

/** A product's weeks before and after. */
export type OnDerived = (
  product: number,
  weeks: readonly DerivedWeek[],
  before: StoredSales | null,
  shut: ReadonlySet<Week>,
) => void;

export interface DerivedShop {
  /** The last complete week, -Infinity if there is none. */
  last: Week;
  /** Weeks in which the shop was shut. */
  shut: ReadonlySet<Week>;
}

/** Derives the weeks of all products and of the shop again. */
export function deriveShop(database: Database, onDerived: OnDerived = () => {}): DerivedShop {
  const ids = database.prepare<[], number>('SELECT id FROM products').pluck().all();
  const spansIfOpen = productSpans(database, new Set());
  const last = ids.reduce((latest, id) => Math.max(latest, spansIfOpen(id).last), -Infinity);
  const entriesOf = productEntries(database);
  const shut = shutWeeks(
    coveredWeeks(database, last, ids, (id) => weeksOf(entriesOf(id), spansIfOpen(id).cover, last)),
  );
  const spansOf = productSpans(database, shut);
  const kept = new ProductWeeks(database);
  const open = new OpenWeeks(database);
  open.clear();
  for (const id of ids) {
    const entries = entriesOf(id);
    for (const { day } of entries) if (day === NO_DAY || weekOfDay(day) > last) open.add(id, day);
    const weeks = weeksOf(entries, spansOf(id).cover, last);
    const before = kept.find(id);
    if (weeks.length > 0 || before) kept.replace(id, weeks);
    onDerived(id, weeks, before, shut);
  }
  sumUpShop(database, last);
  return { last, shut };
}

/**
 * How many products sold in each covered week. Stops once every week has a sale: then there is no doubt that the shop
 * was open.
 */
function coveredWeeks(
  database: Database,
  last: Week,
  ids: readonly number[],
  weeksOfProduct: (id: number) => readonly DerivedWeek[],
): CoveredWeek[] {
  const joined = joinSpans(coveredDays(database));
  const selling = new Map<Week, number>();
  for (let week = weekOfDay(joined[0]?.first ?? Infinity); week <= last; week++) {
    if (isCovered(coverOf(week, joined))) selling.set(week, 0);
  }
  let empty = selling.size;
  for (let at = 0; at < ids.length && empty > 0; at++) {
    for (const { week, units } of weeksOfProduct(ids[at])) {
      const before = selling.get(week);
      if (before === undefined || !(units > 0)) continue;
      if (before === 0) empty--;
      selling.set(week, before + 1);
    }
  }
  return [...selling].map(([week, products]) => ({ week, selling: products }));
}
