import { mondayOf } from '../common/week';
import { type Day, mondayOfWeek, weekOfDay } from '../common/day';
import type { WeekSales } from '../contract/record';
import { ShelfcastError } from '../contract/errors';

/** What one row of a file tells of a product, as it is kept for as long as another file may tell more of its week. */
export interface SaleEntry {
  /** NO_DAY where it could not be read; the Monday of a week's total. */
  day: Day;
  /** Second of the day; NO_TIME where the data tell none, WEEK_TOTAL for the total of a week. */
  second: number;
  /** NaN where the row tells of sales, but not of how many. */
  units: number;
  /** NaN where no price is known. */
  price: number;
  /** JSON of `EntryText`. */
  text: string;
}

export type EntryText = [
  description: string,
  promoText: string,
  extras: Readonly<Record<string, number | string | null>> | null,
];

export const NO_DAY = -1;
export const NO_TIME = -1;
export const WEEK_TOTAL = -2;
export const NO_TEXT = JSON.stringify(['', '', null] satisfies EntryText);

/** The total of a week as an entry. */
export function totalEntry({ week, units, price }: WeekSales, text: string): SaleEntry {
  return { day: mondayOfWeek(week), second: WEEK_TOTAL, units, price: price ?? NaN, text };
}

/** The one order of entries, whatever the order in which files brought them. */
export function sortEntries(entries: SaleEntry[]): SaleEntry[] {
  return entries.sort(
    (a, b) =>
      a.day - b.day ||
      a.second - b.second ||
      compare(a.units, b.units) ||
      compare(a.price, b.price) ||
      (a.text < b.text ? -1 : Number(a.text > b.text)),
  );
}

/** NaN before all numbers. */
function compare(a: number, b: number): number {
  return Number.isNaN(a) ? Number(Number.isNaN(b)) - 1 : Number.isNaN(b) ? 1 : a - b;
}

/**
 * What two sources tell together, in the one order. Sales that both have count once, as often as the one that has them
 * more often; the later total of a week replaces the earlier. A row that one could not read is forgiven where the other
 * has all readable rows of its day and as many more. The order of the sources matters for totals alone.
 * Throws ShelfcastError where a week has a total and single sales.
 */
export function joinEntries(
  sku: string,
  before: readonly SaleEntry[],
  given: readonly SaleEntry[],
): SaleEntry[] {
  if (before.length === 0 || given.length === 0) {
    return sortEntries([...(before.length === 0 ? given : before)]);
  }
  const [totalsBefore, salesBefore] = byKind(before);
  const [totalsGiven, salesGiven] = byKind(given);
  const totals = joinTotals(totalsBefore, totalsGiven);
  const sales = joinSales(salesBefore, salesGiven);
  refuseMixed(sku, totals, sales);
  return sortEntries([...totals, ...sales]);
}

function byKind(entries: readonly SaleEntry[]): [totals: SaleEntry[], sales: SaleEntry[]] {
  const isTotal = ({ second }: SaleEntry): boolean => second === WEEK_TOTAL;
  return [entries.filter(isTotal), entries.filter((entry) => !isTotal(entry))];
}

function joinTotals(before: readonly SaleEntry[], given: readonly SaleEntry[]): SaleEntry[] {
  const unplaced = (entries: readonly SaleEntry[]) => entries.filter(({ day }) => day === NO_DAY);
  const placed = new Map<Day, SaleEntry>();
  for (const entry of [...before, ...given]) {
    const known = placed.get(entry.day);
    const tellsLess = known && Number.isNaN(entry.units) && !Number.isNaN(known.units);
    if (entry.day !== NO_DAY && !tellsLess) placed.set(entry.day, entry);
  }
  const readable = (entries: readonly SaleEntry[]) => entries.filter(({ units }) => !Number.isNaN(units));
  const weeks = (entries: readonly SaleEntry[]) =>
    new Map(readable(entries).map(({ day }) => [String(day), 1]));
  const marks = marksLeft(
    false,
    weeks(before),
    unplaced(before).length,
    weeks(given),
    unplaced(given).length,
  );
  return [...placed.values(), ...[...unplaced(before), ...unplaced(given)].slice(0, marks)];
}

function joinSales(before: readonly SaleEntry[], given: readonly SaleEntry[]): SaleEntry[] {
  const days = new Map<Day, [SaleEntry[], SaleEntry[]]>();
  [before, given].forEach((entries, source) => {
    for (const entry of entries) {
      let day = days.get(entry.day);
      if (!day) days.set(entry.day, (day = [[], []]));
      day[source].push(entry);
    }
  });
  return [...days].flatMap(([day, [old, added]]) => {
    const [a, b] = [old, added].map(counted);
    const kept = [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
      const [one, other] = [a.get(key) ?? [], b.get(key) ?? []];
      return one.length >= other.length ? one : other;
    });
    const [oldMarks, newMarks] = [old, added].map((entries) => entries.filter(isUnread));
    const scope = (entries: readonly SaleEntry[], here: ReadonlyMap<string, SaleEntry[]>) =>
      sizes(day === NO_DAY ? counted(entries) : here);
    const marks = marksLeft(
      day !== NO_DAY,
      scope(before, a),
      oldMarks.length,
      scope(given, b),
      newMarks.length,
    );
    return [...kept, ...(oldMarks.length > newMarks.length ? oldMarks : newMarks).slice(0, marks)];
  });
}

function isUnread({ units }: SaleEntry): boolean {
  return Number.isNaN(units);
}

/** The readable entries, those that are the same together. */
function counted(entries: readonly SaleEntry[]): Map<string, SaleEntry[]> {
  const found = new Map<string, SaleEntry[]>();
  for (const entry of entries) {
    if (isUnread(entry)) continue;
    const key = `${entry.day} ${entry.second} ${entry.units} ${entry.price} ${entry.text}`;
    const same = found.get(key);
    if (same) same.push(entry);
    else found.set(key, [entry]);
  }
  return found;
}

function sizes(entries: ReadonlyMap<string, readonly SaleEntry[]>): Map<string, number> {
  return new Map([...entries].map(([key, same]) => [key, same.length]));
}

/**
 * How many unreadable rows remain of two sources' `marks`, by the counts of the readable rows that each has. Where a source
 * has no readable row, the other's may be the ones that it could not read only if they are `ofOneDay`.
 */
function marksLeft(
  ofOneDay: boolean,
  a: ReadonlyMap<string, number>,
  aMarks: number,
  b: ReadonlyMap<string, number>,
  bMarks: number,
): number {
  const [poorer, richer, fewer, more] =
    aMarks > bMarks ? ([a, b, bMarks, aMarks] as const) : ([b, a, aMarks, bMarks] as const);
  const hasAll =
    (ofOneDay || poorer.size > 0) && [...poorer].every(([key, count]) => (richer.get(key) ?? 0) >= count);
  const size = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((sum, one) => sum + one, 0);
  return hasAll && size(richer) - size(poorer) >= more - fewer ? fewer : more;
}

/** Throws ShelfcastError where a week has a total, which is not all of it, and single sales. */
export function refuseMixed(sku: string, told: readonly SaleEntry[], sales: readonly SaleEntry[]): void {
  if (sales.length === 0) return;
  const [totals] = byKind(told);
  const weeks = new Set(totals.map(({ day }) => weekOfDay(day)));
  const both = sales.find(({ day }) => day !== NO_DAY && weeks.has(weekOfDay(day)));
  if (!both) return;
  throw new ShelfcastError(
    'invalid',
    `'${sku}' has a total of the week of ${mondayOf(weekOfDay(both.day))} and single sales in it, which cannot both ` +
      'count; send the same kind as before, or name another database (--db)',
  );
}
