import type { WeekSales } from '../contract/record';
import type { Week } from '../common/week';

/**
 * A product's consecutive weeks as one value: float64 pairs of units and price, little-endian, NaN for what is not
 * known. One read of a row gives a whole history, many times faster than a row for each week.
 */
export interface StoredSales {
  firstWeek: Week;
  weeks: Buffer;
}

const WEEK_BYTES = 16;

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

/** The weeks one by one, NaN for what is not known, without an object for each. */
export function eachWeek(
  { firstWeek, weeks: packed }: StoredSales,
  tell: (week: Week, units: number, price: number) => void,
): void {
  for (let at = 0; at < packed.length; at += WEEK_BYTES)
    tell(firstWeek + at / WEEK_BYTES, packed.readDoubleLE(at), packed.readDoubleLE(at + 8));
}
