import type { Week } from '../../common/week';
import { eachWeek, type StoredSales } from './storedSales';

/** A product's sales in the weeks before `end`, as stored. */
export class SoldWeeks {
  private first: Week | null = null;
  private readonly units: number[] = [];

  /** `stored` null: no sales are known. */
  constructor(
    stored: StoredSales | null,
    readonly end: Week,
  ) {
    if (!stored) return;
    eachWeek(stored, (week, units) => {
      if (week >= end) return;
      if (this.first === null && units > 0) this.first = week;
      if (this.first !== null) this.units.push(units);
    });
  }

  /** Week of the first sale; null if nothing was sold. */
  get firstSale(): Week | null {
    return this.first;
  }

  /** Units of a week; NaN if unknown, before the first sale and from `end` on. */
  at(week: Week): number {
    if (this.first === null || week < this.first || week >= this.end) return NaN;
    // Weeks after the last stored one are known zeros.
    return this.units[week - this.first] ?? 0;
  }

  /** Units of the known weeks from the first sale to before a week, oldest first. */
  knownBefore(week: Week): number[] {
    if (this.first === null) return [];
    const length = Math.max(0, Math.min(week, this.end) - this.first);
    return Array.from({ length }, (_, at) => this.units[at] ?? 0).filter((units) => !Number.isNaN(units));
  }

  /** Whether something was sold in the weeks from `from` to before `to`. */
  soldIn(from: Week, to: Week): boolean {
    for (let week = from; week < to; week++) if (this.at(week) > 0) return true;
    return false;
  }
}
