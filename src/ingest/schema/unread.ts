import { type Found, found } from '../../contract/findings';
import { isMissing } from '../values/missing';
import { WEEK } from '../values/weekDates';
import { isNamed, type Role } from './columnNames';
import { fits, isDate, isNumber, isPlainDate, type Kind } from './kinds';
import { isPeriod, isYearlessWeek } from './periods';

/** Share of values with digits in a column of unreadable numbers. */
const MOSTLY = 0.5;
/** Fewest columns named by dates in a file with weeks side by side. */
const FEWEST_ACROSS = 3;
/** Numbers that may be dates: year and week such as 202615 and 15.2026, or seconds since 1970. */
const NUMBERED_DATE = /^(?:20\d{4}|\d{1,2}\.20\d\d|20\d\d\.\d{1,2}|1\d{9}(?:\d{3})?)$/;
const NUMBER_OF_WEEK =
  /^(?:(?:iso|calendar|fiscal)[ _]?)?(?:week|wk|kw|woche|kalenderwoche|semaine|semana|settimana|tydzień|hafta|неделя|周|週)(?:[ _.]?(?:no|nr|num|number|nummer))?\.?$/i;

type Rows = readonly (readonly string[])[];
const isWithDigits: Kind = (value) => /\d/.test(value);
const isWeekNumber: Kind = (value) => /^(?:[1-9]|[0-4]\d|5[0-3])$/.test(value);

/** Unreadable dates: of a column named like dates, or in the column names. */
export function unreadDates(columns: readonly string[], rows: Rows): Found | null {
  const across = columns.filter(isPlainDate);
  if (across.length >= FEWEST_ACROSS) {
    return found('weeks_across', { first: across[0], last: across[across.length - 1] });
  }
  const periods = columns.filter((column) => isPeriod(column));
  if (periods.length >= FEWEST_ACROSS)
    return found('periods_across', { first: periods[0], last: periods[periods.length - 1] });
  const [yearless] = columns.filter(isYearlessWeek);
  if (yearless !== undefined && columns.filter(isYearlessWeek).length >= FEWEST_ACROSS)
    return found('weeks_yearless', { text: yearless });
  for (const [at, column] of columns.entries()) {
    const text = () => rows.map((cells) => cells[at].trim()).find((cell) => !isMissing(cell))!;
    if (fits(rows, at, (value) => isPeriod(value, column)))
      return found('periods_unread', { column, text: text() });
    const isNumbered = NUMBER_OF_WEEK.test(column) && fits(rows, at, isWeekNumber);
    if (isNumbered || fits(rows, at, isYearlessWeek)) return found('weeks_yearless', { text: text() });
  }
  for (const [at, column] of columns.entries()) {
    if (!isNamed(column, 'date') && !WEEK.test(column)) continue;
    const value = rows.map((cells) => cells[at].trim()).find((cell) => !isMissing(cell) && !isDate(cell));
    if (value !== undefined && (!isNumber(value) || NUMBERED_DATE.test(value)))
      return found('dates_unread', { column, value });
  }
  return null;
}

/** Unreadable values of a column named like units or prices; null for other roles. */
export function unreadNumbers(role: Role, columns: readonly string[], rows: Rows): Found | null {
  if (role !== 'target' && role !== 'price') return null;
  const column = columns.find(
    (name, at) =>
      isNamed(name, role) &&
      fits(rows, at, isWithDigits, MOSTLY) &&
      !fits(rows, at, isNumber) &&
      !fits(rows, at, isDate),
  );
  const values = (name: string): string[] => rows.map((row) => row[columns.indexOf(name)].trim());
  if (column === undefined) {
    const empty = columns.find((name) => isNamed(name, 'target') && values(name).every(isMissing));
    return role === 'target' && empty !== undefined ? found('numbers_empty', { column: empty }) : null;
  }
  const text = values(column).find((value) => !isMissing(value) && !isNumber(value))!;
  return found('numbers_unread', { column, text });
}
