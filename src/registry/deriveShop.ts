import { weekOfDay } from '../common/day';
import type { Week } from '../common/week';
import type { Database } from './database';
import { OpenWeeks } from './openWeeks';
import { productEntries } from './productEntries';
import { productSpans } from './productSpans';
import { ProductWeeks } from './productWeeks';
import { NO_DAY } from './saleEntries';
import { sumUpShop } from './shopWeeks';
import type { StoredSales } from './storedSales';
import { type DerivedWeek, weeksOf } from './weeksOf';

/** What the weeks of a product were and have become. */
export type OnDerived = (product: number, weeks: readonly DerivedWeek[], before: StoredSales | null) => void;

/** Writes the weeks of all products and of the shop anew. Returns the shop's last whole week, -Infinity where it has none. */
export function deriveShop(database: Database, onDerived: OnDerived = () => {}): Week {
  const spansOf = productSpans(database);
  const ids = database.prepare<[], number>('SELECT id FROM products').pluck().all();
  const last = ids.reduce((latest, id) => Math.max(latest, spansOf(id).last), -Infinity);
  const entriesOf = productEntries(database);
  const kept = new ProductWeeks(database);
  const open = new OpenWeeks(database);
  open.clear();
  for (const id of ids) {
    const entries = entriesOf(id);
    for (const { day } of entries) if (day === NO_DAY || weekOfDay(day) > last) open.add(id, day);
    const weeks = weeksOf(entries, spansOf(id).cover, last);
    const before = kept.find(id);
    if (weeks.length > 0 || before) kept.replace(id, weeks);
    onDerived(id, weeks, before);
  }
  sumUpShop(database, last);
  return last;
}
