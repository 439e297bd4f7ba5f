import type { PromotionLift } from '../../common/promotionLift';
import type { Week } from '../../common/week';
import { plainSales } from '../sales/plainSales';
import type { WeeklySales } from '../sales/weeklySales';
import { Levels } from './levels';

/** Weeks whose levels are cached, since forecasts ask for few of them repeatedly, and for all products in these. */
const MOST_LEVELS = 8;
const MOST_LEVELLED = 2_000_000;

/**
 * How levels are computed: with the effect of promotions removed as far as a lift gives it, and whether ended products
 * count with their first weeks.
 */
interface Told {
  lift: PromotionLift | null;
  ended: boolean;
}

/**
 * What every product sold recently, as known before some weeks: cached for those requested last, and updated with
 * sales.
 */
export class KeptLevels {
  /** By week and options, the most recently requested last. */
  private kept: { told: Told; levels: Levels }[] = [];

  constructor(private readonly sales: WeeklySales) {}

  /** As known before a week, with these options. In a shop with so many `products`, levels of few weeks are cached. */
  at(week: Week, told: Told, products: number): Levels {
    const latest = this.kept.at(-1);
    const isAsked = (one: { told: Told; levels: Levels }) =>
      one.levels.asOf === week && one.told.lift === told.lift && one.told.ended === told.ended;
    if (latest && isAsked(latest)) {
      latest.levels.settle();
      return latest.levels;
    }
    const known = this.kept.find(isAsked);
    const asked = known ?? { told, levels: new Levels(plainSales(this.sales, told.lift), week, told.ended) };
    asked.levels.settle();
    const most = Math.max(1, Math.min(MOST_LEVELS, Math.floor(MOST_LEVELLED / (products + 1))));
    this.kept = [...this.kept.filter((one) => one !== known), asked].slice(-most);
    return asked.levels;
  }

  /** For changing only this product's sales. */
  changing(row: number, change: () => void): void {
    for (const { levels } of this.kept) levels.changing(row);
    change();
    for (const { levels } of this.kept) levels.changed(row);
  }
}
