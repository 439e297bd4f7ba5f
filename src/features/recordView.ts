import { promotionDepth } from '../common/promotionDepth';
import type { DemandRecord } from '../contract/record';
import { ownPriceIn } from '../common/ownPrice';
import { liftOf, type PromotionLift } from '../common/promotionLift';
import { present } from '../common/statistics';
import { DAY_MS, mondayMs, type Week } from '../common/week';

/** Weeks of history that features use, except the classical methods, which use `METHOD_WEEKS`. */
export const HISTORY_WEEKS = 26;
const METHOD_WEEKS = 104;
/** A year, and the weeks before it that give the level then. */
const YEAR_AND_MORE = 60;

/** A week counts as at most five times the third largest, of a product that has sold in eight weeks or more. */
const ONE_OFF_WEEKS = 2;
const ONE_OFF_FACTOR = 5;
const SELLING_WEEKS_TO_JUDGE = 8;

const DAYS_IN_YEAR = 365.25;

/** A record as the feature definitions see it: the latest weeks first, NaN if unknown. */
export interface RecordView {
  /** Units of the latest weeks, most recent first, at most 26; NaN if unknown, empty if all are. */
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
  /** Discount share named in the planned promotion's text. */
  promotionDepth: number;
  /** True for a product without history that is not known to have sold before. */
  launch: boolean;
  /** Weeks between the last known week and the first to forecast; never negative. */
  lead: number;
  /** Time of year of the middle of the first week to forecast, in radians. */
  yearAngle: number;
}

/**
 * `asOf` is the first unknown week of the shop. The effect of promotions is removed from their weeks, as far as `lift`
 * gives it; weeks without a known promotion stay as they are. One-off orders are
 * cut down, so that they are not taken for demand.
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
    : withoutOneOffs(history.slice(-METHOD_WEEKS).map((week) => week.units / liftOf(week.promotion, lift)));
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

/** Weekly units, NaN if unknown, with one-off orders cut down: one or two weeks far above all others. */
function withoutOneOffs(units: readonly number[]): number[] {
  const selling = units.filter((sold) => sold > 0).sort((a, b) => b - a);
  if (selling.length < SELLING_WEEKS_TO_JUDGE) return [...units];
  const largest = ONE_OFF_FACTOR * selling[ONE_OFF_WEEKS];
  return units.map((sold) => (sold > largest ? largest : sold));
}

function yearAngle(week: Week): number {
  const monday = mondayMs(week);
  const newYear = Date.UTC(new Date(monday).getUTCFullYear(), 0, 1);
  const days = (monday - newYear) / DAY_MS + 3;
  return (2 * Math.PI * days) / DAYS_IN_YEAR;
}
