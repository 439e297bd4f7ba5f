import { FIRST_YEAR, LAST_YEAR } from '../common/week';
import type { DateOrder } from '../contract/dataSchema';

const YEAR_FIRST = /^(\d{4})([-/.]?)(\d{2})\2(\d{2})$/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
const TIME = /^[T ] *\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp]\.?[Mm]\.?)?( ?(Z|UTC|[+-]\d{2}:?\d{2}))?$/;

/**
 * The ISO day of a date's text, by its own local date; a time of day behind it is checked and left out. Null when it
 * is no date; 'unordered' when it has its year last and no order of day and month is given.
 */
export function isoDayOf(text: string, order: DateOrder | undefined): string | null | 'unordered' {
  const split = text.search(/[T ]/);
  if (split >= 0 && !TIME.test(text.slice(split))) return null;
  const day = split >= 0 ? text.slice(0, split) : text;
  const yearFirst = YEAR_FIRST.exec(day);
  if (yearFirst) return existing(yearFirst[1], yearFirst[3], yearFirst[4]);
  const yearLast = YEAR_LAST.exec(day);
  if (!yearLast) return null;
  const [, first, separator, second, year] = yearLast as unknown as [string, string, string, string, string];
  if (separator === '.') return existing(year, second, first);
  if (!order) return 'unordered';
  return order === 'day/month/year' ? existing(year, second, first) : existing(year, first, second);
}

function existing(year: string, month: string, day: string): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso;
  return exists && Number(year) >= FIRST_YEAR && Number(year) <= LAST_YEAR ? iso : null;
}
