/** A week as the number of whole weeks since Monday 1969-12-29. Weeks run Monday to Sunday on the calendar. */
export type Week = number;

export const DAY_MS = 86_400_000;
const DAYS_FROM_FIRST_MONDAY = 3;

/** Range of years; a horizon after the last one still has four digits. */
export const FIRST_YEAR = 1970;
export const LAST_YEAR = 2199;

/** The week of an ISO day (`2011-05-16`). Throws RangeError for a day that does not exist or is outside the range. */
export function weekOf(day: string): Week {
  let week = weeks.get(day);
  if (week === undefined) {
    week = weekOfDay(day);
    if (weeks.size >= DAYS_KEPT) weeks.clear();
    weeks.set(day, week);
  }
  return week;
}

/** Cache, since histories repeat the same days. */
const weeks = new Map<string, Week>();
const DAYS_KEPT = 8000;

function weekOfDay(day: string): Week {
  const ms = Date.parse(day);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(day) ||
    Number.isNaN(ms) ||
    new Date(ms).getUTCDate() !== Number(day.slice(8))
  ) {
    throw new RangeError(`'${day}' is not a day; write it as YYYY-MM-DD`);
  }
  const year = Number(day.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) {
    throw new RangeError(`'${day}' does not lie in the years ${FIRST_YEAR} to ${LAST_YEAR}`);
  }
  return Math.floor((ms / DAY_MS + DAYS_FROM_FIRST_MONDAY) / 7);
}

/** The Monday of a week, as an ISO day. */
export function mondayOf(week: Week): string {
  let monday = mondays.get(week);
  if (monday === undefined) {
    monday = new Date(mondayMs(week)).toISOString().slice(0, 10);
    if (mondays.size >= MONDAYS_KEPT) mondays.clear();
    mondays.set(week, monday);
  }
  return monday;
}

/** Cache, since forecasts repeat the same few weeks. */
const mondays = new Map<Week, string>();
const MONDAYS_KEPT = 1000;

/** Milliseconds from 1970 to the start of the Monday, UTC. */
export function mondayMs(week: Week): number {
  return (week * 7 - DAYS_FROM_FIRST_MONDAY) * DAY_MS;
}

/** The ISO 8601 week number (1 to 53) of a week: that of the year in which its Thursday lies. */
export function isoWeekNumber(week: Week): number {
  const thursday = new Date(mondayMs(week) + 3 * DAY_MS);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return Math.floor((thursday.getTime() - newYear) / DAY_MS / 7) + 1;
}
