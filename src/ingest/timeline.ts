import { DAY_MS } from '../common/week';
import { type Day, dayOf, isoOf, mondayOfWeek, sundayOfWeek, weekOfDay } from '../common/day';
import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { type Found, found, WEEKDAYS } from '../contract/findings';
import { LONGEST_PAUSE, type Span } from '../registry/weeks/coverage';
import { daysOff, type Weekdays, withDaysOff } from '../registry/weeks/daysOff';
import type { Findings } from './findings';
import type { SaleFindings, SaleRow } from './saleRow';
import { stepOf } from './values/step';

/** Rows further than this from all others do not belong to the data. */
const FAR_DAYS = 26 * 7;
/** With this many rows, a single distant one is a mistake, and so is one in a hundred. */
const FEWEST_ROWS = 5;
const STRAY_SHARE = 0.01;
const LINES_SHOWN = 3;
const MOST_WEEKS = 1500;
/** The calendar is at most this far ahead of Greenwich. */
const EASTERNMOST_MS = 14 * 3_600_000;

const NONE: Weekdays = new Set();

interface DayRows {
  day: Day;
  rows: number;
  lines: number[];
}

/** The days covered by a file's sales, and the days of rows left out. */
export interface Calendar {
  /** Ascending; complete weeks for weekly rows. */
  spans: Span[];
  /** The shop's days off, as far as known. */
  off: Weekdays;
  strays: ReadonlySet<Day>;
  strayRows: number;
}

/** Collects the days of a file's sales, and decides which days it covers. */
export class Timeline {
  private readonly days = new Map<string, DayRows>();

  add(iso: string, line: number): Day {
    let entry = this.days.get(iso);
    if (!entry) this.days.set(iso, (entry = { day: dayOf(iso), rows: 0, lines: [] }));
    entry.rows++;
    if (entry.lines.length < LINES_SHOWN) entry.lines.push(line);
    return entry.day;
  }

  get size(): number {
    return this.days.size;
  }

  /**
   * The covered days, if all products were listed. `end` is the last possible day; `sold` are days with sales in other
   * files. Isolated distant rows are dropped with a finding; long gaps and days off are reported. Throws ShelfcastError
   * if the rows span more weeks than a panel may have.
   */
  calendar(
    { granularity, every }: DemandSchema,
    { dropped, notes }: SaleFindings,
    { end, sold = [] }: { end?: Day; sold?: readonly Day[] } = {},
  ): Calendar {
    const sorted = [...this.days.values()].sort((a, b) => a.day - b.day);
    const { kept, strays } = withoutStrays(sorted);
    for (const { day, rows, lines } of strays) {
      dropped.addExamples(
        found('stray', { day: isoOf(day) }),
        rows,
        lines.map((line) => ({ line, value: isoOf(day) })),
      );
    }
    const step = every === 'week' ? null : stepOf(kept.map(({ day }) => day));
    if (step !== null) throw step;
    const sundays = kept.every(({ day }) => sundayOfWeek(weekOfDay(day)) === day);
    // A file of one day may be of a Sunday; weekly sales of several stores are also rows of one weekday.
    if (sundays && (granularity === 'week' || kept.length > 1)) notes.tell(found('sundays'));
    const spans = spansOf(kept.map(({ day }) => day));
    refuseAges(spans);
    spans.slice(1).forEach(({ first }, at) => {
      const { last } = spans[at];
      notes.tell(found('pause', { last: isoOf(last), first: isoOf(first) }));
    });
    const covered = granularity === 'week' ? spans.map(wholeWeeks) : spans;
    if (end !== undefined) covered[covered.length - 1].last = end;
    const off = granularity === 'week' ? NONE : daysOff([...sold, ...kept.map(({ day }) => day)]);
    const { last } = covered[covered.length - 1];
    const joined = withDaysOff(covered, off).at(-1)!.last;
    if (joined > last && joined === sundayOfWeek(weekOfDay(last))) {
      notes.tell(found('days_off', { weekdays: namesOf(off), day: isoOf(last) }));
    }
    return {
      spans: covered,
      off,
      strays: new Set(strays.map(({ day }) => day)),
      strayRows: strays.reduce((sum, { rows }) => sum + rows, 0),
    };
  }
}

/** Passes on rows, except those after today, or on or after `until` (an ISO day), which are dropped with a finding. */
export function dated(
  { dropped }: SaleFindings,
  until: string | undefined,
  take: (row: SaleRow) => void,
): (row: SaleRow) => void {
  const today = isoOf(Math.floor((Date.now() + EASTERNMOST_MS) / DAY_MS));
  return (row) => {
    const { day, units, line } = row;
    const what: Found | null =
      day === null
        ? null
        : until !== undefined && day >= until
          ? found('until', { day: until })
          : day > today
            ? found('after_today')
            : null;
    if (what === null) take(row);
    else if (units !== null) dropped.add(what, line, day!);
  };
}

export function secondRow({ sku, line, day }: SaleRow): ShelfcastError {
  const week = day ?? '';
  return new ShelfcastError(
    'invalid',
    `line ${line} is a second row of '${sku}' in the week of ${week}; where rows are to be added up ` +
      'the schema says "granularity": "transaction"',
    { reasons: [found('row_twice', { line, sku: sku ?? '', week })] },
  );
}

export function nothingLeft(file: string, rows: number, dropped: Findings): ShelfcastError {
  if (rows === 0)
    return new ShelfcastError('invalid', `${file} has a header and no rows`, { reasons: [found('no_rows')] });
  const { reason, code, values, examples } = dropped.list().sort((a, b) => b.rows - a.rows)[0];
  const example = examples[0] ? ` (line ${examples[0].line}: '${examples[0].value}')` : '';
  return new ShelfcastError(
    'invalid',
    `none of the ${rows} rows of ${file} is left; most often ${reason}${example}`,
    { reasons: [found('none_left', { rows }), { code, values }] },
  );
}

/** The days in groups that are far apart: small groups are stray rows. */
function withoutStrays(days: readonly DayRows[]): { kept: DayRows[]; strays: DayRows[] } {
  const groups: DayRows[][] = [];
  for (const day of days) {
    const last = groups.at(-1)?.at(-1);
    if (last && day.day - last.day <= FAR_DAYS) groups.at(-1)!.push(day);
    else groups.push([day]);
  }
  const rowsOf = (group: readonly DayRows[]) => group.reduce((sum, { rows }) => sum + rows, 0);
  const most = Math.max(...groups.map(rowsOf));
  const few = most < FEWEST_ROWS ? 0 : Math.max(1, most * STRAY_SHARE);
  return {
    kept: groups.filter((group) => rowsOf(group) > few).flat(),
    strays: groups.filter((group) => rowsOf(group) <= few).flat(),
  };
}

function spansOf(days: readonly Day[]): Span[] {
  const spans: Span[] = [];
  for (const day of days) {
    const span = spans.at(-1);
    if (span && day - span.last <= LONGEST_PAUSE) span.last = day;
    else spans.push({ first: day, last: day });
  }
  return spans;
}

function refuseAges(spans: readonly Span[]): void {
  const [{ first }, { last }] = [spans[0], spans[spans.length - 1]];
  if (last - first < MOST_WEEKS * 7) return;
  throw new ShelfcastError(
    'invalid',
    `the sales run from ${isoOf(first)} to ${isoOf(last)}, more than ${MOST_WEEKS} weeks: look for a wrong year among ` +
      'the dates',
    {
      reasons: [found('too_many_years', { first: isoOf(first), last: isoOf(last), weeks: MOST_WEEKS })],
    },
  );
}

function namesOf(off: Weekdays): string {
  return WEEKDAYS.filter((_, weekday) => off.has(weekday)).join(', ');
}

function wholeWeeks({ first, last }: Span): Span {
  return { first: mondayOfWeek(weekOfDay(first)), last: sundayOfWeek(weekOfDay(last)) };
}
