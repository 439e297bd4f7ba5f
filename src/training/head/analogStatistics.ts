import { mean, present } from '../../common/statistics';
import type { DemandPanel } from '../../ingest/panel';

/** First sales in these weeks of a panel are no launches: the product may have sold before the data begin. */
export const CENSORED_WEEKS = 6;

/** Log units fall about this much per unit of log price, between products. */
export const PRICE_SLOPE = 0.8;

/** Share of the weeks with sales whose units are not capped. */
const CAPPED_ABOVE = 0.999;

/** Statistics of every product at an anchor week, from the weeks before it; NaN where one is not known. */
export interface AnalogStatistics {
  /** Row-major [S, RECENT_COLUMNS]: level, mean, zeros, trend, log price, level squared, revenue. */
  recent: Float32Array;
  /** Products sold before the anchor of which some of the last 13 weeks are known. */
  known: Uint8Array;
}

export const RECENT_COLUMNS = 7;
const PRICE_COLUMN = 4;

/** Log prices [S]. */
export function logPrices({ recent, known }: AnalogStatistics): Float32Array {
  return Float32Array.from(known, (_, sku) => recent[sku * RECENT_COLUMNS + PRICE_COLUMN]);
}

export function analogStatistics(panel: DemandPanel, anchor: number): AnalogStatistics {
  const size = panel.skus.length;
  const statistics: AnalogStatistics = {
    recent: new Float32Array(size * RECENT_COLUMNS).fill(NaN),
    known: new Uint8Array(size),
  };
  const cap = largestUsual(panel, anchor);
  for (let sku = 0; sku < size; sku += 1) {
    if (panel.firstSale[sku] >= anchor) continue;
    const price = Math.log(panel.lastPrice(sku, anchor) ?? NaN);
    const row = recentRow(panel, sku, anchor, cap, price);
    if (row === null) continue;
    statistics.known[sku] = 1;
    statistics.recent.set(row, sku * RECENT_COLUMNS);
  }
  return statistics;
}

function recentRow(
  panel: DemandPanel,
  sku: number,
  anchor: number,
  cap: number,
  price: number,
): number[] | null {
  const start = panel.at(sku, Math.max(panel.firstSale[sku], anchor - 13));
  const weeks = panel.units.subarray(start, panel.at(sku, anchor)).map((value) => Math.min(value, cap));
  const units = present(weeks);
  if (units.length === 0) return null;
  const ofLast = (count: number): number[] => {
    const latest = present(weeks.subarray(-count));
    return latest.length > 0 ? latest : units;
  };
  const latest = ofLast(8);
  const level = mean(latest.map(Math.log1p));
  const average = mean(latest);
  const trend = mean(ofLast(4).map(Math.log1p)) - mean(units.map(Math.log1p));
  const zeros = mean(latest.map((value) => (value === 0 ? 1 : 0)));
  const revenue = Math.log1p(average) + PRICE_SLOPE * price;
  return [level, average, zeros, trend, price, level ** 2, revenue];
}

function largestUsual(panel: DemandPanel, anchor: number): number {
  const sold: number[] = [];
  for (let sku = 0; sku < panel.skus.length; sku += 1) {
    for (let t = panel.firstSale[sku]; t < anchor; t += 1) {
      const units = panel.units[panel.at(sku, t)];
      if (units > 0) sold.push(units);
    }
  }
  const sorted = Float64Array.from(sold).sort();
  return sorted[Math.floor((sorted.length - 1) * CAPPED_ABOVE)] ?? 0;
}
