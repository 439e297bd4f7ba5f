import type { DemandPanel } from '../../ingest/panel';

/**
 * The most that any one product of a shop sold in a week, for each week, and in as many consecutive weeks: units [weeks
 * + 1]. The probability that a launch exceeds it is below one over the number of products and weeks. Unknown weeks are
 * left out.
 */
export function mostSold({ units, weeks: known, skus }: DemandPanel, weeks: number): number[] {
  const sold = (at: number) => units[at] || 0;
  let [week, total] = [0, 0];
  for (let sku = 0; sku < skus.length; sku += 1) {
    let running = 0;
    for (let t = 0; t < known; t += 1) {
      const at = sku * known + t;
      running += sold(at) - (t >= weeks ? sold(at - weeks) : 0);
      week = Math.max(week, sold(at));
      total = Math.max(total, running);
    }
  }
  return [...Array<number>(weeks).fill(week), total];
}
