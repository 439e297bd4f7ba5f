import type { WeekSales } from '../../contract/record';
import { ownPrice } from '../../common/ownPrice';
import type { Week } from '../../common/week';
import { PromotionTexts } from './promotionTexts';

/** First sale of a product that never sold. */
export const NEVER: Week = 0x7fffffff;

/** Weeks of room made at once. */
const MORE_WEEKS = 4;
/** Rows that lie together: one more product or week moves those alone. */
const BLOCK_BITS = 8;
const BLOCK = 1 << BLOCK_BITS;
/** Room beyond what is needed, so that one more of many seldom has all of them moved. */
const SLACK = 1.1;

/** Units, prices and promotions of some products, row-major [BLOCK, width]. */
interface Block {
  width: number;
  units: Float32Array;
  prices: Float32Array;
  /** Numbers of their texts; undefined where no week had one. */
  promotions: Uint16Array | undefined;
}

/**
 * Units and prices by product and week. A product is a row, from 0 on. A week of which nothing is known is NaN, a known
 * week without sales 0. Weeks after those that were told of a product and before the shop's end are weeks without sales
 * of a product that sold before.
 */
export class WeeklySales {
  /** [rows]: week of the first sale, NEVER before one. */
  firstSale: Int32Array;
  /** [rows]: the week after the last that was told of. */
  private toldUntil: Int32Array;
  /** Texts of the promotions that its weeks ever had. */
  readonly promotions = new PromotionTexts();
  private readonly blocks: (Block | undefined)[] = [];
  private endWeek: Week;

  /** Sales before `firstWeek` are not held; `end` is the first week that is not whole. */
  constructor(
    readonly firstWeek: Week,
    end: Week,
    rows = 0,
  ) {
    this.endWeek = end;
    this.firstSale = new Int32Array(rows).fill(NEVER);
    this.toldUntil = new Int32Array(rows).fill(firstWeek);
  }

  /** Rows that there is room for. */
  get rows(): number {
    return this.firstSale.length;
  }

  /** First week that is not whole. */
  get end(): Week {
    return this.endWeek;
  }

  /** From now on the weeks before `end` are whole. */
  closeWeeks(end: Week): void {
    this.endWeek = Math.max(end, this.endWeek);
  }

  /** NaN where nothing is known. */
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

  /** Units of as many weeks from one on as there is room for; see `unitsAt`. */
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

  /** NaN where no price is known. */
  priceAt(row: number, week: Week): number {
    const block = this.blocks[row >>> BLOCK_BITS];
    const column = week - this.firstWeek;
    return block && column >= 0 && column < block.width
      ? block.prices[(row & (BLOCK - 1)) * block.width + column]
      : NaN;
  }

  /** Number of the text of the promotion that a week had, see `promotions`; 0 where none is known. */
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
   * What a product sold in a week, NaN for what is not known, and the text of the promotion that it had, null where none is
   * known. A week before the first one held is passed over.
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

  /** Says that a product has sold since a week, which may lie before the first one held. */
  soldSince(row: number, week: Week): void {
    this.makeRows(row);
    this.firstSale[row] = Math.min(this.firstSale[row], week);
  }

  /** Forgets all that a product sold. */
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

  /** Whole weeks from the first sale to the one before `before`, oldest first, without gaps; NaN units are unknown. */
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

  /** The block that holds a row, with room for a week. */
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
