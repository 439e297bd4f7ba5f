import { liftOf, type PromotionLift } from '../../common/promotionLift';
import type { Week } from '../../common/week';
import type { WeeklySales } from './weeklySales';

/** The weekly sales from which levels are computed. */
export type ToldSales = Pick<
  WeeklySales,
  'firstWeek' | 'rows' | 'firstSale' | 'unitsAt' | 'unitsFrom' | 'ownPrice'
>;

/** Weekly sales with the effect of promotions removed, as far as a lift gives it; unchanged without one. */
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
    const promotion = this.sales.promotionAt(row, week);
    const units = this.sales.unitsAt(row, week);
    return promotion === 0 ? units : units / this.liftOfNumbered(promotion);
  }

  unitsFrom(row: number, week: Week, units: Float64Array): void {
    this.sales.unitsFrom(row, week, units);
    for (let at = 0; at < units.length; at++) {
      const promotion = this.sales.promotionAt(row, week + at);
      if (promotion !== 0) units[at] /= this.liftOfNumbered(promotion);
    }
  }

  ownPrice(row: number, before: Week): number {
    return this.sales.ownPrice(row, before);
  }

  private liftOfNumbered(promotion: number): number {
    return (this.lifts[promotion] ??= liftOf(this.sales.promotions.textOf(promotion), this.lift));
  }
}
