import { isPromotionFlag } from '../../common/promotionText';
import type { DataSchema } from '../../contract/dataSchema';
import { type Found, found, inEnglish } from '../../contract/findings';
import { isoDayOf, serialDayOf } from '../values/day';
import { isMissing } from '../values/missing';
import { readNumber } from '../values/number';
import { categoryColumns } from './categories';
import { isNamed, mayBeMoney, type Role } from './columnNames';
import { stepOf } from '../values/step';
import { daysOf, granularityOf, type Granularity, WEEK } from './granularity';
import { measuresIn } from './measures';
import { isPeriod, isYearlessWeek } from './periods';
import { areRowNumbers } from './rowNumbers';

/** Share of the values that must fit a column's kind. */
const FITTING = 0.98;
/** Share of the values with digits that make a column one of numbers which cannot be read. */
const MOSTLY = 0.5;
/** Columns named by dates that make a file one with its weeks side by side. */
const FEWEST_ACROSS = 3;
/** Numbers that may be dates, such as 202615 and 15.2026 of a year and its week, or seconds since 1970. */
const NUMBERED_DATE = /^(?:20\d{4}|\d{1,2}\.20\d\d|20\d\d\.\d{1,2}|1\d{9}(?:\d{3})?)$/;

type Kind = (value: string) => boolean;
const isSerial: Kind = (value) => serialDayOf(value) !== null;
const isDate: Kind = (value) =>
  isoDayOf(value, 'day/month/year') !== null || isoDayOf(value, 'month/day/year') !== null;
const isPlainDate: Kind = (value) => isDate(value) && !isSerial(value);
const isNumber: Kind = (value) => {
  const number = readNumber(value);
  return number !== null && !(Number.isNaN(number.point) && Number.isNaN(number.comma));
};
const isWords: Kind = (value) => /\p{L}{2}|\p{Script=Han}/u.test(value);
const isPromotion: Kind = (value) => isWords(value) || isPromotionFlag(value);
const isWithDigits: Kind = (value) => /\d/.test(value);
const isWeekNumber: Kind = (value) => /^(?:[1-9]|[0-4]\d|5[0-3])$/.test(value);
const isAny: Kind = () => true;
const isCents: Kind = (value) => isNumber(value) && /[.,]\d\d\D*$/.test(value);
const isDecimal: Kind = (value) => isNumber(value) && /[.,]\d{1,2}\D*$/.test(value);

const SOUGHT: readonly { role: Role; means: string; kind: Kind; needed: boolean }[] = [
  { role: 'sku', means: 'product code', kind: isAny, needed: true },
  { role: 'date', means: 'date', kind: isDate, needed: true },
  { role: 'target', means: 'units sold', kind: isNumber, needed: true },
  { role: 'description', means: 'product text', kind: isWords, needed: true },
  { role: 'price', means: 'unit price', kind: isNumber, needed: false },
  { role: 'promo_text', means: 'promotion text', kind: isPromotion, needed: false },
];

/** What the columns of a file seem to be. */
export interface SchemaGuess {
  /** The column of each role where that is plain. */
  columns: Partial<Record<Role, string>>;
  /** Further columns that tell groups of products. */
  categories: string[];
  granularity: Granularity | null;
  /** What is not plain, a sentence each with the choices. */
  unclear: string[];
  /** The columns that an open role could be. */
  choices: Partial<Record<Role, string[]>>;
  /** What no choice of columns can make up for. */
  lacks: Found | null;
}

/** Guesses what columns are from their names and values; a guess is never a coin toss. */
export function guessColumns(columns: readonly string[], rows: readonly (readonly string[])[]): SchemaGuess {
  const guess: SchemaGuess = {
    ...{ columns: {}, categories: [], granularity: null, unclear: [], choices: {}, lacks: null },
  };
  if (rows.length === 0)
    return { ...guess, unclear: ['there are no rows to guess from'], lacks: found('no_rows') };
  const named = (role: Role): string[] =>
    columns.filter(
      (column, at) =>
        isNamed(column, role) &&
        fits(rows, at, kindOf(role)) &&
        !(role === 'target' && mayBeMoney(column) && fits(rows, at, isCents)),
    );
  const dates = columns.filter((_, at) => fits(rows, at, isPlainDate));
  if (dates.length === 0 && named('date').length === 0) {
    const lacks = unreadDates(columns, rows) ?? found('no_dates');
    if (!['no_dates', 'dates_unread'].includes(lacks.code))
      return { ...guess, unclear: [inEnglish(lacks)], lacks };
    const numbers = columns.filter((_, at) => fits(rows, at, isNumber));
    const unclear = `${inEnglish(lacks)}, so this may be a table with one row per product, whose target could be ${listed(numbers)}`;
    return { ...guess, unclear: [unclear], choices: { target: numbers }, lacks };
  }
  const values = (column: string): string[] => rows.map((row) => row[columns.indexOf(column)]);
  const [text] = named('description');
  const numbersRows = (column: string): boolean =>
    text !== undefined &&
    text !== column &&
    areRowNumbers({
      codes: values(column),
      texts: values(text),
      dates: values(named('date')[0] ?? dates[0]),
    });
  // Dates show by themselves; a name decides only between several. A number of rows or receipts is no code of products.
  const shown = (role: Role): string[] => {
    if (role === 'date' && named(role).length === 0) return dates;
    return role === 'sku' ? named(role).filter((column) => !numbersRows(column)) : named(role);
  };
  // Codes have no decimals; where nothing else is left, products are told apart by their texts.
  const choicesOf = (role: Role, free: string[], fitting: string[]): string[] => {
    const isCode = (name: string) => !fits(rows, columns.indexOf(name), isDecimal) && !numbersRows(name);
    const codes = role === 'sku' ? free.filter(isCode) : free;
    const texts = role === 'sku' ? named('description') : [];
    return [codes, texts, free, fitting].find((choices) => choices.length > 0) ?? [];
  };
  const unreadNumbers = (role: Role): Found | null => {
    if (role !== 'target' && role !== 'price') return null;
    const tells = (at: number) =>
      fits(rows, at, isWithDigits, MOSTLY) && !fits(rows, at, isNumber) && !fits(rows, at, isDate);
    const column = columns.find((name, at) => isNamed(name, role) && tells(at));
    if (column === undefined) {
      const empty = columns.find((name) => isNamed(name, 'target') && values(name).every(isMissing));
      return role === 'target' && empty !== undefined ? found('numbers_empty', { column: empty }) : null;
    }
    const text = values(column).find((value) => !isMissing(value) && !isNumber(value.trim()))!;
    return found('numbers_unread', { column, text: text.trim() });
  };
  for (const { role, means, kind, needed } of SOUGHT) {
    const fitting = role === 'date' ? dates : columns.filter((_, at) => fits(rows, at, kind));
    const called = shown(role).filter((column) => !Object.values(guess.columns).includes(column));
    const unread = called.length === 0 ? unreadNumbers(role) : null;
    if (unread) {
      guess.unclear.push(inEnglish(unread));
      guess.lacks ??= unread;
    } else if (called.length === 1) guess.columns[role] = called[0];
    else if (called.length > 1) {
      guess.unclear.push(`the ${means} ("${role}") could be ${listed(called)}`);
      guess.choices[role] = called;
    } else if (needed) {
      const others = SOUGHT.filter((other) => other.role !== role).map((other) => shown(other.role));
      const free = fitting.filter(
        (column) =>
          !isNamed(column, 'category') && !others.some((names) => names.length === 1 && names[0] === column),
      );
      const choices = choicesOf(role, free, fitting);
      guess.unclear.push(
        `no column's name says that it is the ${means} ("${role}"); it could be ${listed(choices)}`,
      );
      guess.choices[role] = choices;
    }
  }
  const { date } = guess.columns;
  // A code that no name tells is asked for; the other columns are read by the only one that there is to choose.
  const sku = guess.columns.sku ?? (guess.choices.sku?.length === 1 ? guess.choices.sku[0] : undefined);
  if (sku !== undefined && date !== undefined)
    guess.granularity = granularityOf({ skus: values(sku), dates: values(date), name: date });
  if (sku !== undefined) {
    const taken = [...Object.values(guess.columns), ...Object.values(guess.choices).flat()];
    guess.categories = categoryColumns(columns, rows, sku).filter((column) => !taken.includes(column));
  }
  const periods = date === undefined || guess.granularity ? null : stepOf(daysOf(values(date)));
  const measures = measuresIn(columns, rows);
  if (measures) {
    guess.unclear.push(inEnglish(measures));
    guess.lacks ??= measures;
  }
  if (periods) {
    guess.unclear.push(periods.detail);
    guess.lacks ??= periods.options.reasons?.[0] ?? null;
  } else if (!guess.granularity) {
    guess.unclear.push(
      'the rows could be single sales ("granularity": "transaction") or one for each product and week ("week")',
    );
  }
  return guess;
}

/** A schema to edit: what is plain is filled in, what is not names its choices. */
export function schemaTemplate({
  columns,
  categories,
  granularity,
  choices,
}: SchemaGuess): Record<string, unknown> {
  const open = (role: Role): string | undefined =>
    columns[role] ?? (choices[role] ? `CHOOSE ${choices[role].join(' | ')}` : undefined);
  return {
    mode: 'demand',
    granularity: granularity ?? 'CHOOSE transaction | week',
    ...Object.fromEntries(
      SOUGHT.map(({ role }) => [role, open(role)]).filter(([, column]) => column !== undefined),
    ),
    numeric: [],
    ...furtherOf(categories),
    keep: [],
  };
}

/** The schema that a guess without open questions is. */
export function guessedSchema({
  columns,
  categories,
  granularity,
}: SchemaGuess): Record<string, unknown> & Pick<DataSchema, 'mode'> {
  return { mode: 'demand', granularity, ...columns, ...furtherOf(categories) };
}

/** Dates of which none can be read: those of a column that is named like them, or those that name columns. */
function unreadDates(columns: readonly string[], rows: readonly (readonly string[])[]): Found | null {
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
    const isNumbered = WEEK.test(column) && fits(rows, at, isWeekNumber);
    if (isNumbered || fits(rows, at, isYearlessWeek)) return found('weeks_yearless', { text: text() });
  }
  for (const [at, column] of columns.entries()) {
    if (!isNamed(column, 'date') && !WEEK.test(column)) continue;
    const value = rows.map((cells) => cells[at].trim()).find((cell) => !isMissing(cell));
    if (value !== undefined && (!isNumber(value) || NUMBERED_DATE.test(value)))
      return found('dates_unread', { column, value });
  }
  return null;
}

/** A product is of its category in weeks to come as well. */
function furtherOf(categories: readonly string[]) {
  return { categorical: categories, known_ahead: categories };
}

function kindOf(role: Role): Kind {
  return SOUGHT.find((one) => one.role === role)!.kind;
}

function fits(rows: readonly (readonly string[])[], at: number, kind: Kind, share = FITTING): boolean {
  const given = rows.map((values) => values[at].trim()).filter((value) => !isMissing(value));
  return given.length > 0 && given.filter(kind).length >= share * given.length;
}

function listed(columns: readonly string[]): string {
  if (columns.length === 0) return 'none of the columns';
  const named = columns.map((column) => `'${column}'`);
  return named.length === 1 ? named[0] : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}
