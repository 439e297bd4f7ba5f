import { FEWEST_OF_AN_INTERVAL, type PairedComparison } from '../../contract/evaluation/comparison';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { quantile } from '../../common/statistics';

const RESAMPLES = 2000;
const SEED = 0;

/** Two forecasts of the same row, in units. */
export interface PairedRow {
  sku: string;
  /** Where rows have weeks: how many different ones there are is part of the result. */
  week?: number;
  actual: number;
  /** |a - actual| - |b - actual|, where there are several seeds the mean over them. */
  gap: number;
}

/**
 * Paired bootstrap of WAPE(a) - WAPE(b): SKUs are drawn with replacement, all rows of a SKU together, as many as there
 * are, 2,000 times from a fixed seed. Null when nothing was sold; below five SKUs there is a difference without an interval.
 */
export function pairedBootstrap(rows: Iterable<PairedRow>): PairedComparison | null {
  const bySku = new Map<string, number>();
  const weeks = new Set<number>();
  const gap: number[] = [];
  const units: number[] = [];
  for (const row of rows) {
    let i = bySku.get(row.sku);
    if (i === undefined) {
      i = bySku.size;
      bySku.set(row.sku, i);
      gap.push(0);
      units.push(0);
    }
    if (row.week !== undefined) weeks.add(row.week);
    gap[i] += row.gap;
    units[i] += row.actual;
  }
  const n = gap.length;
  const sold = units.reduce((sum, value) => sum + value, 0);
  if (sold === 0) return null;
  const compared = {
    skus: n,
    ...(weeks.size > 0 && { weeks: weeks.size }),
    difference: gap.reduce((sum, value) => sum + value, 0) / sold,
  };
  if (n < FEWEST_OF_AN_INTERVAL) return { ...compared, low: null, high: null, share_better: null };
  const random = xoroshiro128plus(SEED);
  const differences: number[] = [];
  for (let draw = 0; draw < RESAMPLES; draw++) {
    let gapSum = 0;
    let unitSum = 0;
    for (let k = 0; k < n; k++) {
      const i = uniformInt(random, 0, n - 1);
      gapSum += gap[i];
      unitSum += units[i];
    }
    if (unitSum > 0) differences.push(gapSum / unitSum);
  }
  return {
    ...compared,
    low: quantile(differences, 0.025),
    high: quantile(differences, 0.975),
    share_better: differences.filter((value) => value < 0).length / differences.length,
  };
}
