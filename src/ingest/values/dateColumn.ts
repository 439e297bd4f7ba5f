import type { DateOrder } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import { type Found, found, inEnglish } from '../../contract/findings';
import { isNamedWeek, isoDayOf, serialDayOf } from './day';
import { type Choices, Evidence, OpenReading } from './evidence';

const ORDERS = ['day/month/year', 'month/day/year'] as const;

const MOST_KNOWN = 100_000;
const UTC = /:\d\d(?:\.\d+)? ?(?:Z|UTC|GMT|\+00:?00)$/;
/** Fewest distinct dates of each kind that show that a spreadsheet swapped day and month in some. */
const FEWEST_EXCHANGED = 3;
/** Different day numbers, and years between all of them and the other dates, which show that they are none of 1900. */
const FEWEST_NUMBERS = 3;
const FAR_YEARS = 1;

export const DATE_CHOICES: Choices<DateOrder> = {
  key: 'date_order',
  of: 'dates',
  words: 'the day first and the month first',
  readings: ORDERS,
};

/** Evidence for a column's order of day and month. */
export class DateEvidence extends Evidence<DateOrder> {
  add(text: string, line: number): void {
    const date = text.trim();
    if (isoDayOf(date, undefined) !== 'unordered') return;
    const [dayFirst, monthFirst] = ORDERS.map((order) => isoDayOf(date, order));
    if (dayFirst && monthFirst) {
      if (dayFirst !== monthFirst) this.leavesOpen(date, line);
    } else if (dayFirst) this.proves('day/month/year', date, line);
    else if (monthFirst) this.proves('month/day/year', date, line);
  }
}

/**
 * Reads the dates of one column, all in the same order: the given one, or the one that the first dates show. Without a
 * given order, throws OpenReading if a date is ambiguous or contradicts others.
 */
export class DateColumn {
  /** Few dates are shared by many rows: each text is parsed once. */
  private readonly known = new Map<string, string>();
  private order: DateOrder | undefined;
  /** The first spreadsheet day number. */
  private serial: { text: string; day: string } | null = null;
  /** The first week given by number. */
  private numbered: { text: string; day: string } | null = null;
  /** The first time in UTC. */
  private utc: string | null = null;
  /** The first and last day of the day numbers, and of all other dates. */
  private readonly spans = { numbers: new DaySpan(), others: new DaySpan() };
  private readonly kinds = { early: 0, late: 0, open: 0, ordered: 0 };
  private readonly examples = { early: '', ordered: '' };

  constructor(private readonly given: DateOrder | undefined) {
    this.order = given;
  }

  /** The ISO day, or null if the text is not a date. */
  read(date: string): string | null {
    const key = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(date) ? date.slice(0, 10) : date;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const day = this.dayOf(key);
    if (day === null) return null;
    const isSerial = serialDayOf(key) !== null;
    if (isSerial) this.serial ??= { text: key, day };
    this.spans[isSerial ? 'numbers' : 'others'].add(day);
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(key, day);
    this.note(key, day);
    if (this.utc === null && UTC.test(key)) this.utc = key;
    if (!this.numbered && isNamedWeek(key)) this.numbered = { text: key, day };
    return day;
  }

  /**
   * Throws ShelfcastError if a spreadsheet swapped day and month in every date that it recognised: those have days up
   * to 12 only, and the others, still text, have later days.
   */
  refuseExchanged(column: string): void {
    const { early, late, open, ordered } = this.kinds;
    if (late > 0 || open > 0 || early < FEWEST_EXCHANGED || ordered < FEWEST_EXCHANGED) return;
    const what = found('dates_exchanged', {
      column,
      first: this.examples.early,
      second: this.examples.ordered,
    });
    throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
  }

  /** Throws ShelfcastError where days are numbers that are not counted from 1900: `from1904` is what their workbook says. */
  refuseDayNumbers(column: string, from1904 = false): void {
    if (!this.serial) return;
    const { numbers, others } = this.spans;
    const isFar =
      numbers.days >= FEWEST_NUMBERS && others.days >= FEWEST_NUMBERS && numbers.isFarFrom(others);
    if (!from1904 && !isFar) return;
    const what = from1904
      ? found('days_from_1904', { column, text: this.serial.text })
      : found('day_numbers_far', { column, ...this.serial, first: others.first, last: others.last });
    throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
  }

  /** How the dates were read where that is not plain. */
  understood(column: string): Found[] {
    const told: Found[] = [];
    if (this.serial) told.push(found('day_numbers', { column, ...this.serial }));
    if (this.utc !== null) told.push(found('times_utc', { column, text: this.utc }));
    if (this.numbered) told.push(found('weeks_numbered', { column, ...this.numbered }));
    return told;
  }

  private note(date: string, day: string): void {
    if (isoDayOf(date, undefined) !== 'unordered') {
      const isEarly = Number(day.slice(8)) <= 12;
      this.kinds[isEarly ? 'early' : 'late']++;
      if (isEarly) this.examples.early ||= date;
    } else if (ORDERS.every((order) => isoDayOf(date, order) !== null)) this.kinds.open++;
    else {
      this.kinds.ordered++;
      this.examples.ordered ||= date;
    }
  }

  private dayOf(date: string): string | null {
    const day = isoDayOf(date, this.order);
    if (this.given) return day === 'unordered' ? null : day;
    if (this.order) {
      if (day === null && ORDERS.some((order) => isoDayOf(date, order) !== null)) throw new OpenReading();
      return day as string | null;
    }
    if (day !== 'unordered') return day;
    const [dayFirst, monthFirst] = ORDERS.map((order) => isoDayOf(date, order));
    if (dayFirst === monthFirst) return dayFirst;
    if (dayFirst && monthFirst) throw new OpenReading();
    this.order = dayFirst ? 'day/month/year' : 'month/day/year';
    return dayFirst ?? monthFirst;
  }
}

/** The first and the last of some ISO days. */
class DaySpan {
  first = '9999';
  last = '';
  days = 0;

  add(day: string): void {
    this.days++;
    if (day < this.first) this.first = day;
    if (day > this.last) this.last = day;
  }

  /** Whether more than a year lies between the two. */
  isFarFrom(other: DaySpan): boolean {
    const apart = (early: DaySpan, late: DaySpan) => addYears(early.last, FAR_YEARS) < late.first;
    return apart(this, other) || apart(other, this);
  }
}

function addYears(day: string, years: number): string {
  return `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
}
