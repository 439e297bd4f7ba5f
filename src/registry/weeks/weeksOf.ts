import { weekOfDay } from '../../common/day';
import { medianOf, Tally, typicalOf } from '../../common/tally';
import type { Week } from '../../common/week';
import type { CatalogWeek } from './catalogWeek';
import { type Cover, isCovered } from './coverage';
import { type EntryText, NO_DAY, type SaleEntry, readEntryText } from '../entries/saleEntries';

/** The sums of one week's entries. */
interface WeekEntries {
  units: number;
  /** Besides NaN in `units`: whether a row of the week could not be read. */
  unread: boolean;
  prices: Tally<number>;
  promotions: Tally<string>;
  extras: Map<string, Tally<number | string>>;
}

/** A week derived from entries, and whether it has any. */
export interface DerivedWeek extends CatalogWeek {
  hasRows: boolean;
}

/**
 * A product's weeks from the first, else from that of its first entry, to `last`, without gaps. Units are known,
 * possibly zero, if the week is covered, the shop was not shut and every row could be read; else NaN. Entries of later
 * weeks wait. `entries` in the canonical order, all of these weeks and those without a day.
 */
export function weeksOf(
  entries: readonly SaleEntry[],
  cover: (week: Week) => Cover,
  last: Week,
  from?: Week,
): DerivedWeek[] {
  const texts = new Map<string, EntryText>();
  const textOf = (json: string): EntryText => {
    let text = texts.get(json);
    if (!text) texts.set(json, (text = readEntryText(json)));
    return text;
  };
  const byWeek = new Map<Week, WeekEntries>();
  for (const entry of entries) {
    if (entry.day === NO_DAY) continue;
    const week = weekOfDay(entry.day);
    let sum = byWeek.get(week);
    if (!sum) byWeek.set(week, (sum = emptyWeek()));
    add(sum, entry, textOf(entry.text));
  }
  const first = from ?? Math.min(...byWeek.keys());
  const couldBeAnyWeek = entries.some(({ day }) => day === NO_DAY);
  const weeks: DerivedWeek[] = [];
  for (let week = first; week <= last; week++) {
    const sum = byWeek.get(week);
    const state = cover(week);
    // A later sale in a shut week shows that the shop was open.
    const isTold = isCovered(state) || (state === 'shut' && (sum?.units ?? 0) > 0);
    const known = isTold && !sum?.unread && (sum || !couldBeAnyWeek);
    // Where more came back than was sold, nothing was: no method forecasts from sales below zero.
    const units = known ? Math.max(0, sum?.units ?? 0) : NaN;
    weeks.push({ week, ...(sum ? told(sum) : NOTHING), units, hasRows: sum !== undefined });
  }
  return weeks;
}

/** The most frequent description, the first in the alphabet among equals; empty if there is none. */
export function descriptionOf(entries: readonly SaleEntry[]): string {
  const counts = new Tally<string>();
  for (const { text } of entries) counts.add(text);
  const descriptions = new Tally<string>();
  for (const [json, count] of counts.entries()) {
    const [description] = readEntryText(json);
    if (description) descriptions.add(description, count);
  }
  return descriptions.mode() ?? '';
}

const NOTHING = { price: null, promoText: null, extras: null };

function add(sum: WeekEntries, { units, price }: SaleEntry, [, promoText, extras]: EntryText): void {
  if (Number.isNaN(units)) sum.unread = true;
  else sum.units += units;
  if (!Number.isNaN(price)) sum.prices.add(price);
  if (promoText) sum.promotions.add(promoText);
  for (const [name, value] of Object.entries(extras ?? {})) {
    let tally = sum.extras.get(name);
    if (!tally) sum.extras.set(name, (tally = new Tally()));
    if (value !== null) tally.add(value);
  }
}

function told({ prices, promotions, extras }: WeekEntries): Omit<CatalogWeek, 'week' | 'units'> {
  const price = medianOf(prices);
  const typical = [...extras].map(([name, tally]) => [name, typicalOf(tally)] as const);
  return {
    price: Number.isNaN(price) ? null : price,
    promoText: promotions.mode(),
    extras: typical.some(([, value]) => value !== null) ? Object.fromEntries(typical) : null,
  };
}

function emptyWeek(): WeekEntries {
  return { units: 0, unread: false, prices: new Tally(), promotions: new Tally(), extras: new Map() };
}
