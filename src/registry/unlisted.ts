import { weekOfDay } from '../common/day';
import { joinSpans, type Span } from './weeks/coverage';
import { coveredDays } from './weeks/coveredDays';
import type { Database } from './database/database';
import { type StoredSales, unpackSales } from './weeks/storedSales';

/** Weeks of the catalog next to a source's days that are compared. */
const NEAR_WEEKS = 8;
/** Units of missing products beyond what chance explains, as a share of all. */
const NOTABLE_SHARE = 0.2;
const DEVIATIONS = 3;

/** Products that sold recently and are missing in a source. */
export interface Unlisted {
  products: number;
  /** Share of the recently sold units. */
  share: number;
  /** The first ones, by units. */
  examples: string[];
}

/**
 * The products of the catalog that are missing in a source with new days, if more of the units are missing than chance
 * explains (a product that sells in a share q of the weeks is missing in n weeks with probability (1 - q)^n). Null if
 * the source may well cover the whole shop, or the catalog is empty or synthetic.
 */
export function unlistedProducts(
  database: Database,
  spans: readonly Span[],
  listed: ReadonlySet<string>,
): Unlisted | null {
  const isSynthetic = database.prepare('SELECT 1 FROM sources WHERE synthetic = 1').get() !== undefined;
  const known = isSynthetic ? [] : joinSpans(coveredDays(database));
  const newDays = spans.flatMap(({ first, last }) => daysOutside(known, first, last));
  if (known.length === 0 || newDays.length === 0) return null;
  const from = nearestWeeks(known, newDays[0]);
  const weeks = newDays.length / 7;
  let all = 0;
  let expected = 0;
  let variance = 0;
  const missing: { sku: string; units: number }[] = [];
  const products = database.prepare<[], StoredSales & { sku: string }>(
    'SELECT sku, first_week AS firstWeek, weeks FROM products JOIN sales ON product = id',
  );
  for (const { sku, ...sales } of products.iterate()) {
    const near = unpackSales(sales).filter(({ week }) => week >= from && week < from + NEAR_WEEKS);
    const units = near.reduce((sum, week) => sum + (week.units || 0), 0);
    if (units === 0) continue;
    const selling = (near.filter((week) => week.units > 0).length + 0.5) / (NEAR_WEEKS + 1);
    const chance = (1 - selling) ** weeks;
    all += units;
    expected += units * chance;
    variance += units ** 2 * chance * (1 - chance);
    if (!listed.has(sku)) missing.push({ sku, units });
  }
  const lost = missing.reduce((sum, { units }) => sum + units, 0);
  if (lost <= expected + Math.max(NOTABLE_SHARE * all, DEVIATIONS * Math.sqrt(variance))) return null;
  missing.sort((a, b) => b.units - a.units);
  return {
    products: missing.length,
    share: lost / all,
    examples: missing.slice(0, 3).map(({ sku }) => sku),
  };
}

/** The first of the eight weeks before a day, or after it if the catalog begins later. */
function nearestWeeks(known: readonly Span[], day: number): number {
  const before = known.findLast(({ first }) => first < day);
  return before ? weekOfDay(Math.min(before.last, day) + 1) - NEAR_WEEKS : weekOfDay(known[0].first);
}

function daysOutside(known: readonly Span[], first: number, last: number): number[] {
  const days = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  return days.filter((day) => !known.some((span) => span.first <= day && day <= span.last));
}
