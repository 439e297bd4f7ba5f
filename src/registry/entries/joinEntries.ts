import { groupedBy } from '../../common/groupedBy';
import { type Day, weekOfDay } from '../../common/day';
import { mondayOf } from '../../common/week';
import { ShelfcastError } from '../../contract/errors';
import {
  type EntryText,
  NO_DAY,
  NO_TIME,
  type SaleEntry,
  sortEntries,
  readEntryText,
  WEEK_TOTAL,
} from './saleEntries';

/**
 * Whether two sources may mean the same sale: a time, a price or a further column that only one of them has makes no
 * difference.
 */
export function couldBeSame(a: SaleEntry, b: SaleEntry): boolean {
  const sameTime = a.second === b.second || a.second === NO_TIME || b.second === NO_TIME;
  const samePrice = a.price === b.price || Number.isNaN(a.price) || Number.isNaN(b.price);
  return a.day === b.day && a.units === b.units && sameTime && samePrice && sameExtras(a.text, b.text);
}

/**
 * The entries of two sources together, in the canonical order. Sales found in both count once, as often as in the
 * source that has more of them, whatever their descriptions and promotions; the later total of a week replaces the
 * earlier one. An unreadable row of one source is resolved if the other has all readable rows of its day and as many
 * more. The order of the sources matters only for totals. Throws ShelfcastError if a week has a total and single sales.
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
    const kept = [...new Set([...a.keys(), ...b.keys()])].flatMap((key) =>
      joinAlike(a.get(key) ?? [], b.get(key) ?? []),
    );
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

/** Sales of one day and number of units: each is matched with the first of the other source that may be the same. */
function joinAlike(one: readonly SaleEntry[], other: readonly SaleEntry[]): SaleEntry[] {
  const joined: SaleEntry[] = [];
  const right = sortEntries([...other]);
  let left = sortEntries([...one]);
  for (const alike of [isSame, couldBeSame]) {
    const unmet: SaleEntry[] = [];
    for (const entry of left) {
      const at = right.findIndex((candidate) => alike(entry, candidate));
      if (at < 0) unmet.push(entry);
      else joined.push(merged(entry, right.splice(at, 1)[0]));
    }
    left = unmet;
  }
  return [...joined, ...left, ...right];
}

function isSame(a: SaleEntry, b: SaleEntry): boolean {
  return a.second === b.second && Object.is(a.price, b.price) && a.text === b.text;
}

/** All details of a sale from both; of different texts the later in the alphabet, whichever source came first. */
function merged(a: SaleEntry, b: SaleEntry): SaleEntry {
  const [second, price] = [Math.max(a.second, b.second), Number.isNaN(a.price) ? b.price : a.price];
  if (a.text === b.text) return { ...a, second, price };
  const [description, promoText, extras] = readEntryText(a.text);
  const [otherDescription, otherPromoText, otherExtras] = readEntryText(b.text);
  const names = Object.keys({ ...extras, ...otherExtras }).sort();
  const text: EntryText = [
    description > otherDescription ? description : otherDescription,
    promoText > otherPromoText ? promoText : otherPromoText,
    names.length === 0
      ? null
      : Object.fromEntries(names.map((name) => [name, extras?.[name] ?? otherExtras?.[name] ?? null])),
  ];
  return { ...a, second, price, text: JSON.stringify(text) };
}

function sameExtras(a: string, b: string): boolean {
  if (a === b) return true;
  const [, , extras] = readEntryText(a);
  const [, , others] = readEntryText(b);
  return Object.entries(extras ?? {}).every(([name, value]) => {
    const other = others?.[name] ?? null;
    return value === null || other === null || value === other;
  });
}

/** The readable entries, grouped by units. */
function counted(entries: readonly SaleEntry[]): Map<string, SaleEntry[]> {
  const read = entries.filter((entry) => !isUnread(entry));
  return groupedBy(read, ({ day, units }) => `${day} ${units}`);
}

function sizes(entries: ReadonlyMap<string, readonly SaleEntry[]>): Map<string, number> {
  return new Map([...entries].map(([key, same]) => [key, same.length]));
}

/**
 * How many unreadable rows remain of two sources' `marks`, given the counts of their readable rows. If a source has no
 * readable row, the other's rows can resolve its unreadable ones only if they are `ofOneDay`.
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

/** Throws ShelfcastError if a week has both a complete total and single sales. */
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
