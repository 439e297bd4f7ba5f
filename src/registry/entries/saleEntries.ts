import { type Day, mondayOfWeek } from '../../common/day';
import type { ExtraValues, WeekSales } from '../../contract/record';

/** What one row of a file says about a product, kept for as long as another file may add to its week. */
export interface SaleEntry {
  /** NO_DAY if it could not be read; the Monday for a week's total. */
  day: Day;
  /** Second of the day; NO_TIME if unknown, WEEK_TOTAL for the total of a week. */
  second: number;
  /** NaN if the row is a sale of unknown units. */
  units: number;
  /** NaN if unknown. */
  price: number;
  /** JSON of `EntryText`. */
  text: string;
}

export type EntryText = [description: string, promoText: string, extras: ExtraValues | null];

export const NO_DAY = -1;
export const NO_TIME = -1;
export const WEEK_TOTAL = -2;
export const NO_TEXT = entryText();

/** The texts of a row, as an entry stores them. */
export function entryText(
  promoText: string | null = null,
  extras: EntryText[2] = null,
  description = '',
): string {
  return JSON.stringify([description, promoText ?? '', extras] satisfies EntryText);
}

/** The texts of a row from an entry. */
export function readEntryText(entry: string): EntryText {
  return JSON.parse(entry) as EntryText;
}

export function totalEntry({ week, units, price }: WeekSales, text: string): SaleEntry {
  return { day: mondayOfWeek(week), second: WEEK_TOTAL, units, price: price ?? NaN, text };
}

/** Sorts entries into the canonical order, independent of the order in which files arrived. */
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
