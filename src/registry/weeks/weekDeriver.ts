import { type Day, weekOfDay } from '../../common/day';
import type { Week } from '../../common/week';
import { shutWeeksOf } from './shutWeeks';
import type { Database } from '../database/database';
import { deriveShop } from './deriveShop';
import { ANY_WEEK, OpenWeeks } from './openWeeks';
import { productEntries } from '../entries/productEntries';
import { productSpans } from './productSpans';
import { ProductWeeks } from './productWeeks';
import { addShopWeeks, ShopChanges } from './shopWeeks';
import { endOf, type StoredSales } from './storedSales';
import { weeksOf } from './weeksOf';

/** Derives only the weeks of touched products. */
export function weekDeriver(database: Database) {
  const lastWeek = database.prepare<[], Week | null>('SELECT max(week) FROM shop_weeks').pluck();
  const entriesOf = productEntries(database);
  const kept = new ProductWeeks(database);
  const open = new OpenWeeks(database);

  const derive = (touched: ReadonlyMap<number, WeekSpan>, shut: ReadonlySet<Week>): void => {
    const spansOf = productSpans(database, shut);
    const changes = new ShopChanges();
    for (const [product, span] of touched) {
      const known = kept.find(product);
      const { from, to } = joined(span, known);
      const isNew = !known || known.weeks.length === 0;
      const entries = entriesOf(product, from, to);
      const weeks = weeksOf(entries, spansOf(product).cover, to, isNew ? undefined : from);
      if (weeks.length === 0) continue;
      if (known) changes.add(known, -1);
      changes.add(kept.splice(product, known, weeks), 1);
    }
    changes.write(database);
    followShutWeeks(database, shut);
  };

  return {
    /** Records data on products' days; `settle` derives those in complete weeks. */
    begin() {
      const last = lastWeek.get() ?? -Infinity;
      const touched = new Map<number, WeekSpan>();
      return {
        touch(product: number, day: Day): void {
          const week = weekOfDay(day);
          if (week > last) open.add(product, day);
          else widen(touched, product, week);
        },
        settle: () => void (touched.size > 0 && derive(touched, shutWeeksOf(database))),
      };
    },
    /** Adds the shop's weeks from the first to the last, complete from now on, and derives them. */
    close(first: Week, last: Week): void {
      const shut = shutWeeksOf(database);
      addShopWeeks(database, first, last);
      const touched = new Map<number, WeekSpan>();
      for (const { week, product } of open.close(last)) {
        if (week === ANY_WEEK) widen(touched, product, first);
        widen(touched, product, week === ANY_WEEK ? last : week);
      }
      derive(touched, shut);
    },
  };
}

/** Derives all weeks again if the set of weeks in which the shop was shut changed. */
export function followShutWeeks(database: Database, before: ReadonlySet<Week>): void {
  const shut = shutWeeksOf(database);
  const isSame = shut.size === before.size && [...shut].every((week) => before.has(week));
  if (!isSame) deriveShop(database);
}

interface WeekSpan {
  from: Week;
  to: Week;
}

function widen(touched: Map<number, WeekSpan>, product: number, week: Week): void {
  const span = touched.get(product);
  if (!span) touched.set(product, { from: week, to: week });
  else {
    span.from = Math.min(span.from, week);
    span.to = Math.max(span.to, week);
  }
}

/** The span, and the weeks between it and the known ones. */
function joined({ from, to }: WeekSpan, known: StoredSales | null): WeekSpan {
  if (!known || known.weeks.length === 0) return { from, to };
  const end = endOf(known);
  return { from: Math.min(from, end), to: Math.max(to, known.firstWeek - 1) };
}
