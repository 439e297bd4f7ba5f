import { type Day, mondayOfWeek, weekOfDay } from '../../common/day';
import type { Week } from '../../common/week';
import type { Span } from './coverage';
import type { Database } from '../database/database';

/** Days of the week, from 0 for Monday to 6 for Sunday. */
export type Weekdays = ReadonlySet<number>;

/** Latest consecutive weeks without a sale on a day off, at least, and the share of all weeks that may have one. */
const FEWEST_WEEKS = 8;
const EXCEPTIONS = 0.1;
/** Largest probability that so many weeks had no sale on a day by chance, for a shop that seldom sells. */
const CHANCE = 0.001;

/**
 * On which days of the week a shop is shut, from all days on which it sold something; weeks without a sale do not
 * count.
 */
export function daysOff(sold: Iterable<Day>): Weekdays {
  const days = [...new Set(sold)].sort((a, b) => a - b);
  const byWeek = new Map<Week, Set<number>>();
  for (const day of days) {
    const week = weekOfDay(day);
    const known = byWeek.get(week) ?? new Set();
    byWeek.set(week, known.add(day - mondayOfWeek(week)));
  }
  const often = days.length / (7 * byWeek.size);
  const seldom = [0, 1, 2, 3, 4, 5, 6].flatMap((weekday) => {
    const open = [...byWeek]
      .filter(([week]) => {
        const day = mondayOfWeek(week) + weekday;
        return day >= days[0] && day <= days[days.length - 1];
      })
      .map(([, weekdays]) => weekdays.has(weekday));
    const since = open.length - 1 - open.lastIndexOf(true);
    const exceptions = open.filter(Boolean).length;
    return since >= FEWEST_WEEKS && exceptions <= EXCEPTIONS * open.length ? [{ weekday, since }] : [];
  });
  // Sales that all fall on one day of the week are no coincidence, however few there are.
  const onOneDay = seldom.length === 6;
  return new Set(
    seldom.filter(({ since }) => onOneDay || (1 - often) ** since <= CHANCE).map(({ weekday }) => weekday),
  );
}

/** Spans extended by the adjacent days off of their first and last week: nothing is sold on these. */
export function withDaysOff(spans: readonly Span[], off: Weekdays): Span[] {
  return spans.map(({ first, last }) => {
    const [monday, sunday] = [mondayOfWeek(weekOfDay(first)), mondayOfWeek(weekOfDay(last)) + 6];
    return {
      first: areOff(monday, first - 1, off) ? monday : first,
      last: areOff(last + 1, sunday, off) ? sunday : last,
    };
  });
}

/** Whether all days of a week from one to another are days off. */
function areOff(from: Day, to: Day, off: Weekdays): boolean {
  for (let day = from; day <= to; day++) if (!off.has(day - mondayOfWeek(weekOfDay(day)))) return false;
  return true;
}

/** The days on which the shop sold something, as far as days are known. */
export function soldDays(database: Database): Day[] {
  return database.prepare<[], Day>('SELECT day FROM sold_days').pluck().all();
}

/** Stores days on which something was sold. */
export function putSoldDays(database: Database): (days: Iterable<Day>) => void {
  const put = database.prepare('INSERT OR IGNORE INTO sold_days (day) VALUES (?)');
  return (days) => {
    for (const day of days) put.run(day);
  };
}
