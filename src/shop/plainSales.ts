import { liftOf, type PromotionLift } from '../common/promotionLift';
import type { Week } from '../common/week';
import type { WeeklySales } from './weeklySales';

/** Weekly sales as levels are told by them. */
export type ToldSales = Pick<WeeklySales, 'firstWeek' | 'rows' | 'firstSale' | 'unitsAt' | 'ownPrice'>;

/** Weekly sales without what promotions did to them, as far as a lift tells; as they are without one. */
export function plainSales(sales: WeeklySales, lift: PromotionLift | null | undefined): ToldSales {
  return lift ? new PlainSales(sales, lift) : sales;
}

class PlainSales implements ToldSales {
  /** By the number of a promotion's text. */
  private readonly lifts: number[] = [];

  constructor(
    private readonly sales: WeeklySales,
    private readonly lift: PromotionLift,
  ) {}

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
    const { sales, lift, lifts } = this;
    const promotion = sales.promotionAt(row, week);
    const units = sales.unitsAt(row, week);
    return promotion === 0
      ? units
      : units / (lifts[promotion] ??= liftOf(sales.promotions.textOf(promotion), lift));
  }

  ownPrice(row: number, before: Week): number {
    return this.sales.ownPrice(row, before);
  }
}
