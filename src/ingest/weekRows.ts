import type { Day } from '../common/day';

const FIRST_BYTES = 64;

/** Which products have a row in which week, readable or not: one bit each, since there are many. */
export class WeekRows {
  private readonly places = new Map<string, number>();
  private readonly weeks = new Map<Day, Uint8Array>();

  /** False if the product already had such a row. `day`: a day of the week. */
  add(sku: string, day: Day, readable: boolean): boolean {
    let place = this.places.get(sku);
    if (place === undefined) this.places.set(sku, (place = this.places.size));
    const bit = 2 * place + Number(readable);
    const bits = this.bitsOf(day, bit >> 3);
    const mask = 1 << (bit & 7);
    if (bits[bit >> 3] & mask) return false;
    bits[bit >> 3] |= mask;
    return true;
  }

  /** The week's bits, extended to include byte `at`. */
  private bitsOf(day: Day, at: number): Uint8Array {
    const known = this.weeks.get(day);
    if (known && at < known.length) return known;
    const longer = new Uint8Array(Math.max(FIRST_BYTES, 2 * (known?.length ?? 0), at + 1));
    if (known) longer.set(known);
    this.weeks.set(day, longer);
    return longer;
  }
}
