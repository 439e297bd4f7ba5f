import { DAY_MS, type Week } from './week';

/** A day as the number of days since 1970-01-01. */
export type Day = number;

const DAYS_FROM_FIRST_MONDAY = 3;

/** The day of an ISO text. */
export function dayOf(iso: string): Day {
  return Date.parse(`${iso}T00:00:00Z`) / DAY_MS;
}

export function isoOf(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The week, Monday to Sunday, that a day lies in. */
export function weekOfDay(day: Day): Week {
  return Math.floor((day + DAYS_FROM_FIRST_MONDAY) / 7);
}

export function mondayOfWeek(week: Week): Day {
  return week * 7 - DAYS_FROM_FIRST_MONDAY;
}

export function sundayOfWeek(week: Week): Day {
  return mondayOfWeek(week) + 6;
}

/** Today by this machine's clock, in the time zone of the variable TZ, which should be the shop's. */
export function dayOfClock(time = new Date()): Day {
  return Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / DAY_MS;
}
