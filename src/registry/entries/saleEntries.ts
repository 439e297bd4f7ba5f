import { type Day, mondayOfWeek } from '../../common/day';
import type { ExtraValues, WeekSales } from '../../contract/record';

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

export type EntryText = [description: string, promoText: string, extras: ExtraValues | null];

export const NO_DAY = -1;
export const NO_TIME = -1;
export const WEEK_TOTAL = -2;
export const NO_TEXT = entryText();

/** What a row tells in words, as an entry keeps it. */
export function entryText(
  promoText: string | null = null,
  extras: EntryText[2] = null,
  description = '',
): string {
  return JSON.stringify([description, promoText ?? '', extras] satisfies EntryText);
}

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
