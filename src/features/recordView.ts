import { promotionDepth } from '../common/promotionDepth';
import type { DemandRecord } from '../contract/record';
import { ownPriceIn } from '../common/ownPrice';
import { liftOf, type PromotionLift } from '../common/promotionLift';
import { present } from '../common/statistics';
import { DAY_MS, mondayMs, type Week } from '../common/week';

/** Weeks of history that features look at, but for the classical methods, which look at `METHOD_WEEKS`. */
export const HISTORY_WEEKS = 26;
const METHOD_WEEKS = 104;
/** A year, and the weeks before it that say what the level was then. */
const YEAR_AND_MORE = 60;

const DAYS_IN_YEAR = 365.25;

/** A record as the feature definitions see it: the latest weeks first, NaN for what is not known. */
export interface RecordView {
  /** Units of the latest weeks, most recent first, at most 26; NaN for an unknown one, none at all if all are. */
  units: readonly number[];
  /** log1p of them. */
  logs: readonly number[];
  /** Units of the known weeks of the last two years, oldest first. */
  past: readonly number[];
  /** Units of the latest 60 weeks, most recent first. */
  year: readonly number[];
  /** Logarithms of the prices in the same weeks as `units`. */
  logPrices: readonly number[];
  /** See `ownPrice`. */
  ownPrice: number;
  /** Planned price. */
  price: number;
  /** Share off that the planned promotion's text names. */
  promotionDepth: number;
  /** True for a product without history that is not said to have sold before. */
  launch: boolean;
  /** Weeks between the end of what is known and the first week to forecast; never negative. */
  lead: number;
  /** Time of year of the middle of the first week to forecast, in radians. */
  yearAngle: number;
}

/**
 * `asOf` is the first week of which nothing is known of the shop. What promotions did to a week is taken out of it, as far
 * as `lift` tells; a week of which no promotion is known stays as it is.
 */
export function viewRecord(record: DemandRecord, asOf: Week, lift: PromotionLift | null = null): RecordView {
  const { history, price, origin, established, promoText } = record;
  const units: number[] = [];
  const logs: number[] = [];
  const logPrices: number[] = [];
  const latest = history.slice(-HISTORY_WEEKS);
  const nothingKnown = latest.every((week) => Number.isNaN(week.units));
  const all = nothingKnown
    ? []
    : history.slice(-METHOD_WEEKS).map((week) => week.units / liftOf(week.promotion, lift));
  for (let ago = 1; ago <= Math.min(all.length, HISTORY_WEEKS); ago++) {
    const sold = all[all.length - ago];
    units.push(sold);
    logs.push(Math.log1p(sold));
    logPrices.push(Math.log(latest[latest.length - ago].price ?? NaN));
  }
  return {
    units,
    logs,
    past: present(all),
    year: all.slice(-YEAR_AND_MORE).reverse(),
    logPrices,
    ownPrice: ownPriceIn(history) ?? NaN,
    price: price ?? NaN,
    promotionDepth: promotionDepth(promoText) ?? NaN,
    launch: history.length === 0 && established !== true,
    lead: Math.max(0, origin - asOf),
    yearAngle: yearAngle(origin),
  };
}

function yearAngle(week: Week): number {
  const monday = mondayMs(week);
  const newYear = Date.UTC(new Date(monday).getUTCFullYear(), 0, 1);
  const days = (monday - newYear) / DAY_MS + 3;
  return (2 * Math.PI * days) / DAYS_IN_YEAR;
}
