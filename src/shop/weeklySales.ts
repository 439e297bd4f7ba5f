import type { WeekSales } from '../contract/record';
import type { Week } from '../common/week';

/** First sale of a product that never sold. */
export const NEVER: Week = 0x7fffffff;

const MORE_WEEKS = 8;
const FEWEST_ROWS = 64;
/** Room beyond what is needed, so that one more of many seldom has all of them moved. */
const SLACK = 1.1;

/**
 * Units and prices by product and week in two tables. A product is a row, from 0 on. A week of which nothing is known is
 * NaN, a known week without sales 0.
 */
export class WeeklySales {
  /** [rows]: week of the first sale, NEVER before one. */
  firstSale: Int32Array;
  private first: Week;
  private width: number;
  /** Row-major [rows, width]. */
  private units: Float32Array;
  private prices: Float32Array;

  /** Room for `rows` products and `weeks` weeks from `firstWeek` on; both grow as they must. */
  constructor(firstWeek: Week, weeks: number, rows = FEWEST_ROWS) {
    this.first = firstWeek;
    this.width = weeks + MORE_WEEKS;
    this.firstSale = new Int32Array(rows).fill(NEVER);
    this.units = new Float32Array(rows * this.width).fill(NaN);
    this.prices = new Float32Array(rows * this.width).fill(NaN);
  }

  /** First week that there is room for; sales before it are not held. */
  get firstWeek(): Week {
    return this.first;
  }

  /** Rows that there is room for. */
  get rows(): number {
    return this.firstSale.length;
  }

  /** NaN where nothing is known. */
  unitsAt(row: number, week: Week): number {
    return this.holds(row, week) ? this.units[this.at(row, week)] : NaN;
  }

  /** NaN where no price is known. */
  priceAt(row: number, week: Week): number {
    return this.holds(row, week) ? this.prices[this.at(row, week)] : NaN;
  }

  /** The latest price known before a week; NaN where there is none. */
  lastPrice(row: number, before: Week): number {
    const end = Math.min(before, this.first + this.width);
    for (let week = end - 1; week >= this.first; week--) {
      const price = this.prices[this.at(row, week)];
      if (!Number.isNaN(price)) return price;
    }
    return NaN;
  }

  /** What a product sold in a week, NaN for what is not known. A week before the first one held is passed over. */
  set(row: number, week: Week, units: number, price: number): void {
    if (week < this.first) return;
    this.makeRoom(row, week);
    const at = this.at(row, week);
    this.units[at] = units;
    this.prices[at] = price;
    if (units > 0) this.firstSale[row] = Math.min(this.firstSale[row], week);
    else if (week === this.firstSale[row]) this.firstSale[row] = this.findFirstSale(row);
  }

  /** Says that a product has sold since a week, which may lie before the first one held. */
  soldSince(row: number, week: Week): void {
    this.makeRoom(row, this.first);
    this.firstSale[row] = Math.min(this.firstSale[row], week);
  }

  /** Every week before `before` that the product is on sale in and of which nothing is known becomes one without sales. */
  closeWeeks(row: number, from: Week, before: Week): void {
    for (let week = Math.max(from, this.firstSale[row] + 1); week < before; week++) {
      if (Number.isNaN(this.unitsAt(row, week))) this.set(row, week, 0, NaN);
    }
  }

  /** Forgets all that a product sold. */
  clear(row: number): void {
    if (row >= this.rows) return;
    this.units.fill(NaN, row * this.width, (row + 1) * this.width);
    this.prices.fill(NaN, row * this.width, (row + 1) * this.width);
    this.firstSale[row] = NEVER;
  }

  /** Weeks from the first sale to the one before `before`, oldest first and without gaps; NaN units are unknown. */
  history(row: number, before: Week): WeekSales[] {
    const weeks: WeekSales[] = [];
    if (row >= this.rows) return weeks;
    for (let week = this.firstSale[row]; week < before; week++) {
      const price = this.priceAt(row, week);
      weeks.push({ week, units: this.unitsAt(row, week), price: Number.isNaN(price) ? null : price });
    }
    return weeks;
  }

  private findFirstSale(row: number): Week {
    const from = row * this.width;
    const at = this.units.subarray(from, from + this.width).findIndex((units) => units > 0);
    return at < 0 ? NEVER : this.first + at;
  }

  private holds(row: number, week: Week): boolean {
    return row < this.rows && week >= this.first && week < this.first + this.width;
  }

  private at(row: number, week: Week): number {
    return row * this.width + week - this.first;
  }

  private makeRoom(row: number, week: Week): void {
    const weeks = week - this.first + 1;
    if (row < this.rows && weeks <= this.width) return;
    const rows = row < this.rows ? this.rows : Math.ceil((row + 1) * SLACK) + FEWEST_ROWS;
    const width = weeks <= this.width ? this.width : Math.max(weeks, this.width + MORE_WEEKS);
    const moved = (values: Float32Array) => {
      const wider = new Float32Array(rows * width).fill(NaN);
      for (let at = 0; at < this.rows; at++)
        wider.set(values.subarray(at * this.width, (at + 1) * this.width), at * width);
      return wider;
    };
    this.units = moved(this.units);
    this.prices = moved(this.prices);
    const firstSale = new Int32Array(rows).fill(NEVER);
    firstSale.set(this.firstSale);
    this.firstSale = firstSale;
    this.width = width;
  }
}
