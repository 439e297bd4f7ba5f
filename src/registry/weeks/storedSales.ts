import { certain } from '../../common/certain';
import type { WeekSales } from '../../contract/record';
import type { Week } from '../../common/week';

/**
 * A product's consecutive weeks as one value: float64 pairs of units and price, little-endian, NaN if unknown. Reading
 * one row gives a whole history, many times faster than a row per week.
 */
export interface StoredSales {
  firstWeek: Week;
  weeks: Buffer;
}

export const WEEK_BYTES = 16;

export function packSales(weeks: readonly WeekSales[]): Buffer {
  const packed = Buffer.allocUnsafe(weeks.length * WEEK_BYTES);
  weeks.forEach(({ units, price }, at) => {
    packed.writeDoubleLE(units, at * WEEK_BYTES);
    packed.writeDoubleLE(price ?? NaN, at * WEEK_BYTES + 8);
  });
  return packed;
}

export function unpackSales({ firstWeek, weeks: packed }: StoredSales): WeekSales[] {
  const weeks: WeekSales[] = [];
  for (let at = 0; at < packed.length; at += WEEK_BYTES) {
    const price = packed.readDoubleLE(at + 8);
    weeks.push({
      week: firstWeek + at / WEEK_BYTES,
      units: packed.readDoubleLE(at),
      price: Number.isNaN(price) ? null : price,
    });
  }
  return weeks;
}

/** The weeks one by one, NaN if unknown, without an object for each. */
export function eachWeek(
  { firstWeek, weeks: packed }: StoredSales,
  tell: (week: Week, units: number, price: number) => void,
): void {
  const { buffer, byteOffset, byteLength } = packed;
  // Float64Array needs an aligned offset.
  const numbers =
    byteOffset % 8 === 0
      ? new Float64Array(buffer, byteOffset, byteLength / 8)
      : new Float64Array(Uint8Array.from(packed).buffer);
  for (let at = 0; at < numbers.length; at += 2) tell(firstWeek + at / 2, numbers[at], numbers[at + 1]);
}

/** The week after the last stored one. */
export function endOf({ firstWeek, weeks }: StoredSales): Week {
  return firstWeek + weeks.length / WEEK_BYTES;
}

/** See Catalog.history; `lastWeek` is the catalog's. */
export function historyOf(stored: StoredSales, lastWeek: Week | null, before: Week): WeekSales[] {
  const known = unpackSales(stored);
  const first = known.findIndex(({ units }) => units > 0);
  if (first < 0) return [];
  const end = Math.min(before, certain(lastWeek, 'last week of a catalog with sales') + 1) - stored.firstWeek;
  // A product's stored weeks end with its last sale: later ones, up to the shop's last, are known zeros.
  for (let at = known.length; at < end; at++) {
    known.push({ week: stored.firstWeek + at, units: 0, price: null });
  }
  return known.slice(first, Math.max(first, end));
}
