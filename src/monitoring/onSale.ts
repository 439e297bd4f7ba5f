import { mean, quantile } from '../common/statistics';
import type { Week } from '../common/week';
import type { Task } from '../contract/evaluation/task';
import type { ForecastStore } from '../registry/forecasts/forecastStore';
import type { SoldWeeks } from '../registry/weeks/soldWeeks';

/** As in the backtest: a product first sold this many weeks before the origin, or later, is YOUNG. */
const YOUNG_WEEKS = 8;
/** A product is on sale if it has sold something within this many weeks. */
const ACTIVE_WEEKS = 26;
const MEAN_WEEKS = 4;
/** Launches within this many weeks before the origin are typical of the next ones. */
const LAUNCH_WEEKS = 12;
const PAGE = 500;

/** A product's task at an origin, the first week that is not complete; null if it is not on sale. */
export function taskOf(sold: SoldWeeks, origin: Week): Task | null {
  if (sold.firstSale === null || sold.firstSale >= origin) return null;
  if (sold.firstSale >= origin - YOUNG_WEEKS) return 'YOUNG';
  return sold.soldIn(origin - ACTIVE_WEEKS, origin) ? 'KNOWN' : null;
}

/** Mean of the last four known weeks before an origin. */
export function meanOfFourWeeks(sold: SoldWeeks, origin: Week): number {
  return mean(sold.knownBefore(origin).slice(-MEAN_WEEKS));
}

/** Sales of recent launches, for each week since the launch and in total: medians, NaN without any. */
export async function launchLevel(
  store: ForecastStore,
  { origin, firstWeek, horizon }: { origin: Week; firstWeek: Week; horizon: number },
): Promise<{ weeks: number[]; total: number }> {
  const weeks = Array.from({ length: horizon }, () => [] as number[]);
  const totals: number[] = [];
  for (let after = ''; ;) {
    const page = store.productsAfter(after, PAGE, origin);
    if (page.length === 0) break;
    after = page[page.length - 1].sku;
    for (const { sold } of page) {
      // What sold in the data's first week may have been on sale before.
      if (sold.firstSale === null || sold.firstSale < Math.max(firstWeek + 1, origin - LAUNCH_WEEKS))
        continue;
      const units = weeks.map((_, h) => sold.at(sold.firstSale! + h));
      units.forEach((value, h) => !Number.isNaN(value) && weeks[h].push(value));
      const total = units.reduce((sum, value) => sum + value, 0);
      if (!Number.isNaN(total)) totals.push(total);
    }
    await new Promise(setImmediate);
  }
  return { weeks: weeks.map((units) => quantile(units, 0.5)), total: quantile(totals, 0.5) };
}
