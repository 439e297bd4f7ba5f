import { promotionDepth } from '../common/promotionDepth';
import { promotionEffect, type PromotionLift } from '../common/promotionLift';
import type { Week } from '../common/week';
import type { WeeklySales } from './weeklySales';

/** A week's promotion in a byte: none known, one that names no depth, then one for each percent off. */
const NO_PROMOTION = 0;
const NO_DEPTH = 1;
const PERCENTS = 100;

export function promotionCode(text: string | null | undefined): number {
  if (!text) return NO_PROMOTION;
  const depth = promotionDepth(text);
  return depth === null ? NO_DEPTH : NO_DEPTH + Math.max(1, Math.round(PERCENTS * depth));
}

/** Weekly sales as levels are told by them. */
export type ToldSales = Pick<WeeklySales, 'firstWeek' | 'rows' | 'firstSale' | 'unitsAt' | 'ownPrice'>;

/** Weekly sales without what promotions did to them, as far as a lift tells; as they are without one. */
export function plainSales(sales: WeeklySales, lift: PromotionLift | null | undefined): ToldSales {
  return lift ? new PlainSales(sales, lift) : sales;
}

class PlainSales implements ToldSales {
  private readonly lifts: Float64Array;

  constructor(
    private readonly sales: WeeklySales,
    lift: PromotionLift,
  ) {
    this.lifts = Float64Array.from({ length: NO_DEPTH + PERCENTS + 1 }, (_, code) => {
      if (code === NO_PROMOTION) return 1;
      return Math.exp(promotionEffect(code === NO_DEPTH ? NaN : (code - NO_DEPTH) / PERCENTS, lift));
    });
  }

  get firstWeek(): Week {
    return this.sales.firstWeek;
  }

  get rows(): number {
    return this.sales.rows;
  }

  get firstSale(): Int32Array {
    return this.sales.firstSale;
  }

  unitsAt(row: number, week: Week): number {
    return this.sales.unitsAt(row, week) / this.lifts[this.sales.promotionAt(row, week)];
  }

  ownPrice(row: number, before: Week): number {
    return this.sales.ownPrice(row, before);
  }
}
