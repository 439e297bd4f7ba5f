import type { PromotionLift } from '../../common/promotionLift';
import type { Week } from '../../common/week';
import { plainSales } from '../sales/plainSales';
import type { WeeklySales } from '../sales/weeklySales';
import { Levels } from './levels';

/** Weeks at which levels are kept, for forecasts ask for few of them again and again, and products in all of them together. */
const MOST_LEVELS = 8;
const MOST_LEVELLED = 2_000_000;

/** How levels are told: without what promotions did as far as a lift tells, and whether those that ended tell their first weeks. */
interface Told {
  lift: PromotionLift | null;
  ended: boolean;
}

/** What every product sold lately, as known before some weeks: kept for those asked for last, and brought up to date with sales. */
export class KeptLevels {
  /** By week and what is told, those asked for last at the end. */
  private kept: { told: Told; levels: Levels }[] = [];

  constructor(private readonly sales: WeeklySales) {}

  /**
   * As known before a week and told. Of so many `products` levels at few weeks are kept.
   */
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

  /** To change what a product sold, and nothing of any other. */
  changing(row: number, change: () => void): void {
    for (const { levels } of this.kept) levels.changing(row);
    change();
    for (const { levels } of this.kept) levels.changed(row);
  }
}
