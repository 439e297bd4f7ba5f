import { FIRST_YEAR, LAST_YEAR } from '../../common/week';
import type { DateOrder } from '../../contract/dataSchema';
import { isWeekday, monthOf } from './calendarWords';
import { withPlainDigits } from './digits';

const YEAR_FIRST = /^(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d{2})(\d{2}))$/;
/** An ISO 8601 week, optionally with its day. */
const ISO_WEEK = /^(\d{4})-?W(\d{2})(?:-?([1-7]))?$/;
const EAST_ASIAN = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]$/;
/** Two-digit years only with dots and slashes: 24-01-02 could start with the year. */
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|(?<=[/.])[1-3]\d)\.?$/;
const MONTH_BETWEEN =
  /^(\d{1,2})(?:st|nd|rd|th|\.|º)?[ /-]*(?:de )?(\p{L}{3,}\.?)[ ,/-]*(?:del? )?(\d{4}|[1-3]\d)(?: ?[гр]\.?)?$/u;
const MONTH_FIRST = /^(\p{L}{3,}\.?)[ -](\d{1,2})(?:st|nd|rd|th)?(?:,? |-)(\d{4}|(?<=-)[1-3]\d)$/u;
/** A weekday before a date, or in brackets after it. */
const BEFORE = /^(\p{L}+)\.?,? (?=.*\d)/u;
const BEHIND = / ?[(（][日月火水木金土一二三四五六][)）]$/;
/** A named calendar week, such as KW 02/2025 or 2025 KW 2. */
const NAMED_WEEK = /^KW ?(\d{1,2})[ ./-]+(\d{4})$|^(\d{4})[ ./-]*KW ?(\d{1,2})$/i;
const TIME =
  /^[T ] *\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|[A-Z]{3,4}|[+-]\d{2}:?\d{2}))?$/;
const TIME_START = /[T ] *\d{1,2}:\d{2}/;
/** Offset of years in the Thai calendar. */
const BUDDHIST = 543;
/** Days since 30 December 1899, as spreadsheets count them: 1990 to 2119. */
const SERIAL = /^(3(?:287[4-9]|28[89]\d|29\d\d|[3-9]\d{3})|[4-7]\d{4})(?:[.,]\d+)?$/;
const SERIAL_START = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** Longest date text. */
const LONGEST = 100;

/**
 * The ISO day of a date, in its own local time; a time of day is checked and ignored, a weekday is ignored. Null if it
 * is not a date; a week such as 2025-W02 gives its Monday; 'unordered' if the year is last and no order of day and
 * month is given.
 */
export function isoDayOf(written: string, order: DateOrder | undefined): string | null | 'unordered' {
  const text = withPlainDigits(written).trim();
  if (text.length > LONGEST) return null;
  const serial = serialDayOf(text);
  if (serial !== null) return serial;
  const eastAsian = EAST_ASIAN.exec(text);
  if (eastAsian) return existing(eastAsian[1], eastAsian[2], eastAsian[3]);
  const isoWeek = ISO_WEEK.exec(text);
  if (isoWeek) return dayOfIsoWeek(Number(isoWeek[1]), Number(isoWeek[2]), Number(isoWeek[3] ?? 1));
  const split = text.search(TIME_START);
  if (split >= 0 && !TIME.test(text.slice(split))) return null;
  const day = (split >= 0 ? text.slice(0, split) : text).replace(BEHIND, '');
  const yearFirst = YEAR_FIRST.exec(day);
  if (yearFirst) return existing(yearFirst[1], yearFirst[3] ?? yearFirst[5], yearFirst[4] ?? yearFirst[6]);
  const yearLast = YEAR_LAST.exec(day);
  if (!yearLast)
    return worded(day) ?? (isWeekdayFirst(day) ? isoDayOf(day.replace(BEFORE, ''), order) : null);
  const [, first, separator, second, year] = yearLast as unknown as [string, string, string, string, string];
  if (separator === '.') return existing(year, second, first);
  if (!order) return 'unordered';
  return order === 'day/month/year' ? existing(year, second, first) : existing(year, first, second);
}

/** The ISO day of a date with day and month in either order; null if it is not a date. */
export function dayInEitherOrder(written: string): string | null {
  return isoDayOf(written, 'day/month/year') ?? isoDayOf(written, 'month/day/year');
}

/** Whether a text is a week by number, which may not follow ISO 8601. */
export function isNamedWeek(text: string): boolean {
  return NAMED_WEEK.test(text.trim());
}

function isWeekdayFirst(day: string): boolean {
  const before = BEFORE.exec(day);
  return before !== null && isWeekday(before[1]);
}

/** A date with the month as a word, or a calendar week. */
function worded(day: string): string | null {
  const week = NAMED_WEEK.exec(day);
  if (week) return dayOfIsoWeek(Number(week[2] ?? week[3]), Number(week[1] ?? week[4]), 1);
  const between = MONTH_BETWEEN.exec(day);
  const first = MONTH_FIRST.exec(day);
  const parts = between
    ? { date: between[1], name: between[2], year: between[3] }
    : first && { date: first[2], name: first[1], year: first[3] };
  const month = parts ? monthOf(parts.name) : undefined;
  return parts && month !== undefined ? existing(parts.year, String(month), parts.date) : null;
}

/** The ISO day of a spreadsheet's day number, such as 45663; null if it is not one. */
export function serialDayOf(text: string): string | null {
  const serial = SERIAL.exec(text);
  if (!serial) return null;
  return new Date(SERIAL_START + Number(serial[1]) * DAY_MS).toISOString().slice(0, 10);
}

/** Seconds since midnight of a date's time; null if it has none. */
export function secondOfDay(text: string): number | null {
  if (text.length === 10 && text[4] === '-') return null;
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(text)) {
    return Number(text.slice(11, 13)) * 3600 + Number(text.slice(14, 16)) * 60 + Number(text.slice(17));
  }
  if (text.length <= 10) return /^[3-7]\d{4}[.,]\d+$/.test(text) ? serialSecond(text) : null;
  const time = /[T ] *(\d{1,2}):(\d{2})(?::(\d{2}))?[\d.,]*( ?[AaPp])?/.exec(text);
  if (!time) return /^[3-7]\d{4}[.,]\d+$/.test(text) ? serialSecond(text) : null;
  const [, hour, minute, second, half] = time;
  const hours = half ? (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0) : Number(hour);
  return hours * 3600 + Number(minute) * 60 + Number(second ?? 0);
}

function serialSecond(text: string): number {
  return Math.round((Number(text.replace(',', '.')) % 1) * 86_400);
}

/** Week 1 contains 4 January; null for a week that the year lacks. */
function dayOfIsoWeek(year: number, week: number, weekday: number): string | null {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() - ((fourth.getUTCDay() + 6) % 7) * DAY_MS + (week - 1) * 7 * DAY_MS;
  if (week < 1 || new Date(monday + 3 * DAY_MS).getUTCFullYear() !== year) return null;
  return year >= FIRST_YEAR && year <= LAST_YEAR
    ? new Date(monday + (weekday - 1) * DAY_MS).toISOString().slice(0, 10)
    : null;
}

function existing(written: string, month: string, day: string): string | null {
  const given = Number(written) + (written.length === 2 ? 2000 : 0);
  const year = given - BUDDHIST >= FIRST_YEAR ? given - BUDDHIST : given;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso;
  return exists && year >= FIRST_YEAR && year <= LAST_YEAR ? iso : null;
}
