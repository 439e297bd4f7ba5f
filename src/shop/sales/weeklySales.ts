import type { WeekSales } from '../../contract/record';
import { ownPrice } from '../../common/ownPrice';
import type { Week } from '../../common/week';
import { PromotionTexts } from './promotionTexts';

/** First sale of a product that never sold. */
export const NEVER: Week = 0x7fffffff;

/** Weeks of room that are allocated at once. */
const MORE_WEEKS = 4;
/** Rows that are stored together: adding a product or week only moves these. */
const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;
/** Spare room, so that an addition seldom moves everything. */
const SLACK = 1.1;

/** Units, prices and promotions of some products, row-major [BLOCK, width]. */
interface Block {
  width: number;
  units: Float32Array;
  prices: Float32Array;
  /** Numbers of their texts; undefined if no week had one. */
  promotions: Uint16Array | undefined;
}

/**
 * Units and prices by product and week. A product is a row, from 0 on. An unknown week is NaN, a known week without
 * sales 0. Between the last week with data and the shop's end, a product that sold before has weeks without sales.
 */
export class WeeklySales {
  /** [rows]: week of the first sale, NEVER before one. */
  firstSale: Int32Array;
  /** [rows]: the week after the last one with data. */
  private toldUntil: Int32Array;
  /** Texts of all promotions of its weeks. */
  readonly promotions = new PromotionTexts();
  private readonly blocks: (Block | undefined)[] = [];
  private endWeek: Week;

  /** Sales before `firstWeek` are not held; `end` is the first week that is not complete. */
  constructor(
    readonly firstWeek: Week,
    end: Week,
    rows = 0,
  ) {
    this.endWeek = end;
    this.firstSale = new Int32Array(rows).fill(NEVER);
    this.toldUntil = new Int32Array(rows).fill(firstWeek);
  }

  /** Allocated rows. */
  get rows(): number {
    return this.firstSale.length;
  }

  /** First week that is not complete. */
  get end(): Week {
    return this.endWeek;
  }

  /** From now on the weeks before `end` are complete. */
  closeWeeks(end: Week): void {
    this.endWeek = Math.max(end, this.endWeek);
  }

  /** NaN if unknown. */
  unitsAt(row: number, week: Week): number {
    const block = this.blocks[row >>> BLOCK_BITS];
    const column = week - this.firstWeek;
    if (block && column >= 0 && column < block.width) {
      const units = block.units[(row & (BLOCK - 1)) * block.width + column];
      if (!Number.isNaN(units)) return units;
    }
    const isQuiet =
      week < this.endWeek && row < this.rows && week >= this.toldUntil[row] && week > this.firstSale[row];
    return isQuiet ? 0 : NaN;
  }

  /** Units of consecutive weeks from one on, filling the array; see `unitsAt`. */
  unitsFrom(row: number, week: Week, units: Float64Array): void {
    const block = this.blocks[row >>> BLOCK_BITS];
    const from = week - this.firstWeek;
    const inBlock = block !== undefined && from >= 0 && from + units.length <= block.width;
    const first = inBlock ? (row & (BLOCK - 1)) * block.width + from : 0;
    for (let at = 0; at < units.length; at++) {
      const told = inBlock ? block.units[first + at] : NaN;
      units[at] = Number.isNaN(told) ? this.unitsAt(row, week + at) : told;
    }
  }

  /** NaN if unknown. */
  priceAt(row: number, week: Week): number {
    const block = this.blocks[row >>> BLOCK_BITS];
    const column = week - this.firstWeek;
    return block && column >= 0 && column < block.width
      ? block.prices[(row & (BLOCK - 1)) * block.width + column]
      : NaN;
  }

  /** Number of the text of a week's promotion, see `promotions`; 0 if none is known. */
  promotionAt(row: number, week: Week): number {
    const block = this.blocks[row >>> BLOCK_BITS];
    const column = week - this.firstWeek;
    return block?.promotions && column >= 0 && column < block.width
      ? block.promotions[(row & (BLOCK - 1)) * block.width + column]
      : 0;
  }

  /** See `ownPrice`; as known before a week. */
  ownPrice(row: number, before: Week): number {
    const block = this.blocks[row >>> BLOCK_BITS];
    if (!block) return NaN;
    const { width, prices, promotions } = block;
    const from = (row & (BLOCK - 1)) * width;
    return ownPrice(
      from,
      from + Math.min(before - this.firstWeek, width),
      (place) => prices[place],
      (place) => Boolean(promotions?.[place]),
    );
  }

  /**
   * Sets a product's sales in a week, NaN if unknown, and the text of its promotion, null if none is known. A week
   * before the first one held is ignored.
   */
  set(row: number, week: Week, units: number, price: number, promotion: string | null = null): void {
    if (week < this.firstWeek) return;
    this.makeRows(row);
    const block = this.blockWith(row, week);
    const at = (row & (BLOCK - 1)) * block.width + week - this.firstWeek;
    block.units[at] = units;
    block.prices[at] = price;
    if (promotion !== null) block.promotions ??= new Uint16Array(BLOCK * block.width);
    if (block.promotions) block.promotions[at] = this.promotions.numberOf(promotion);
    if (week >= this.toldUntil[row]) this.toldUntil[row] = week + 1;
    if (units > 0) this.firstSale[row] = Math.min(this.firstSale[row], week);
    else if (week === this.firstSale[row]) this.firstSale[row] = this.findFirstSale(row);
  }

  /** Records that a product has sold since a week, which may be before the first one held. */
  soldSince(row: number, week: Week): void {
    this.makeRows(row);
    this.firstSale[row] = Math.min(this.firstSale[row], week);
  }

  /** Removes all sales of a product. */
  clear(row: number): void {
    if (row >= this.rows) return;
    const block = this.blocks[row >>> BLOCK_BITS];
    const from = (row & (BLOCK - 1)) * (block?.width ?? 0);
    block?.units.fill(NaN, from, from + block.width);
    block?.prices.fill(NaN, from, from + block.width);
    block?.promotions?.fill(0, from, from + block.width);
    this.firstSale[row] = NEVER;
    this.toldUntil[row] = this.firstWeek;
  }

  /**
   * Complete weeks from the first sale to the one before `before`, oldest first, without gaps; NaN units are unknown.
   */
  history(row: number, before: Week): WeekSales[] {
    const weeks: WeekSales[] = [];
    if (row < 0 || row >= this.rows) return weeks;
    for (let week = this.firstSale[row]; week < Math.min(before, this.endWeek); week++) {
      const price = this.priceAt(row, week);
      weeks.push({ week, units: this.unitsAt(row, week), price: Number.isNaN(price) ? null : price });
    }
    return weeks;
  }

  private findFirstSale(row: number): Week {
    for (let week = this.firstWeek; week < this.toldUntil[row]; week++)
      if (this.unitsAt(row, week) > 0) return week;
    return NEVER;
  }

  /** The block of a row, with room for a week. */
  private blockWith(row: number, week: Week): Block {
    const place = row >>> BLOCK_BITS;
    const before = this.blocks[place];
    const weeks = week - this.firstWeek + 1;
    if (before && weeks <= before.width) return before;
    const width = Math.max(weeks, before ? before.width + MORE_WEEKS : this.endWeek - this.firstWeek);
    const widened = <T extends Float32Array | Uint16Array>(values: T | undefined, wider: T): T => {
      if (before && values)
        for (let at = 0; at < BLOCK; at++)
          wider.set(values.subarray(at * before.width, (at + 1) * before.width), at * width);
      return wider;
    };
    const unknown = () => new Float32Array(BLOCK * width).fill(NaN);
    const block = {
      width,
      units: widened(before?.units, unknown()),
      prices: widened(before?.prices, unknown()),
      promotions: before?.promotions && widened(before.promotions, new Uint16Array(BLOCK * width)),
    };
    this.blocks[place] = block;
    return block;
  }

  private makeRows(row: number): void {
    if (row < this.rows) return;
    const rows = Math.ceil((row + 1) * SLACK);
    this.firstSale = grown(this.firstSale, rows, NEVER);
    this.toldUntil = grown(this.toldUntil, rows, this.firstWeek);
  }
}

function grown(values: Int32Array, length: number, fill: number): Int32Array {
  const longer = new Int32Array(length).fill(fill);
  longer.set(values);
  return longer;
}
