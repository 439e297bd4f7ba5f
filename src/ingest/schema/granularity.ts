import { type Day, dayOf } from '../../common/day';
import { skuKey } from '../../common/sku';
import { weekOf } from '../../common/week';
import type { DateOrder } from '../../contract/dataSchema';
import { DateEvidence } from '../values/dateColumn';
import { isoDayOf, secondOfDay } from '../values/day';
import { WEEK } from '../values/weekDates';

/** What a row is: a sale, or a product's total of a week. */
export type Granularity = 'transaction' | 'week';

/** Fewest days and weekdays that show single sales if no product has two rows in a week. */
const FEWEST_DAYS = 10;
const FEWEST_WEEKDAYS = 3;
/** Fewest weeks that start on the same weekday not just by chance. */
const FEWEST_WEEKS = 3;
/** Most different times of day in dates of weeks, in summer and winter: exports use the start or end of a day. */
const TIMES_OF_WEEKS = 2;
/** Share of a weekly file's rows that may repeat a product's week: a mistake that reading reports. */
const MISTAKEN = 0.1;

interface Rows {
  skus: readonly string[];
  dates: readonly string[];
  /** Name of the date column. */
  name: string;
}

/**
 * Single sales if many products have two rows in a week, if dates have times, or if many days fall on several weekdays.
 * Weeks if all dates fall on one weekday, over several weeks or in a column named so. Else null: undecided.
 */
export function granularityOf({ skus, dates, name }: Rows): Granularity | null {
  const seen = new Set<string>();
  const days = new Set<string>();
  const weekdays = new Set<number>();
  const times: number[] = [];
  const order = orderOf(dates);
  let again = 0;
  for (const [row, date] of dates.entries()) {
    const text = date.trim();
    const day = isoDayOf(text, order);
    const second = secondOfDay(text);
    if (second) times.push(second);
    if (day === null || day === 'unordered') continue;
    const key = `${weekOf(day)} ${skuKey(skus[row])}`;
    if (seen.has(key)) again++;
    seen.add(key);
    days.add(day);
    weekdays.add(new Date(`${day}T00:00:00Z`).getUTCDay());
  }
  const comesAgain = seen.size > new Set(skus.map(skuKey)).size;
  const isWeekly = weekdays.size === 1 && (comesAgain || days.size >= FEWEST_WEEKS || WEEK.test(name));
  const isTimed = times.length > dates.length / 2;
  const isOfWeeks = isWeekly && (!isTimed || new Set(times).size <= TIMES_OF_WEEKS);
  if (again > (isOfWeeks && days.size >= FEWEST_WEEKS ? MISTAKEN * seen.size : 0)) return 'transaction';
  if (isOfWeeks) return 'week';
  const isSpread = days.size >= FEWEST_DAYS && weekdays.size >= FEWEST_WEEKDAYS;
  return isTimed || isSpread ? 'transaction' : null;
}

/** The distinct days of dates, ascending. */
export function daysOf(dates: readonly string[]): Day[] {
  const order = orderOf(dates);
  const days = new Set(dates.map((date) => isoDayOf(date.trim(), order)));
  return [...days]
    .flatMap((day) => (day === null || day === 'unordered' ? [] : [dayOf(day)]))
    .sort((a, b) => a - b);
}

/** The order of day and month that the dates show; undefined if they do not decide. */
function orderOf(dates: readonly string[]): DateOrder | undefined {
  const evidence = new DateEvidence();
  dates.forEach((date, row) => evidence.add(date, row));
  return evidence.shown ?? undefined;
}
