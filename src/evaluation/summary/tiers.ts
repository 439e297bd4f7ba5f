import { ratio } from '../metrics/point';
import { quantile } from '../../common/statistics';

export const TIERS = ['low', 'middle', 'high'] as const;
export type Tier = (typeof TIERS)[number];

export interface TierScores {
  by_tier: Record<Tier, { precision: number | null; recall: number | null; f1: number | null }>;
  accuracy: number;
  /** Rows: actual tier; columns: forecast tier. */
  confusion: number[][];
}

/** Borders of the low, middle and high third of past totals. */
export function tierThresholds(totals: readonly number[]): [number, number] {
  return [quantile(totals, 1 / 3), quantile(totals, 2 / 3)];
}

/** How well forecast totals tell slow from fast sellers. A total at or below a border belongs to the lower tier. */
export function tierScores(
  actual: readonly number[],
  forecast: readonly number[],
  thresholds: readonly [number, number],
): TierScores {
  const tierOf = (total: number) => thresholds.filter((border) => total > border).length;
  const confusion = TIERS.map(() => TIERS.map(() => 0));
  actual.forEach((total, i) => confusion[tierOf(total)][tierOf(forecast[i])]++);
  const scores = TIERS.map((_, tier) => {
    const hits = confusion[tier][tier];
    const called = confusion.reduce((sum, row) => sum + row[tier], 0);
    const real = confusion[tier].reduce((sum, count) => sum + count, 0);
    return { precision: ratio(hits, called), recall: ratio(hits, real), f1: ratio(2 * hits, called + real) };
  });
  const hits = TIERS.reduce((sum, _, tier) => sum + confusion[tier][tier], 0);
  return {
    by_tier: { low: scores[0], middle: scores[1], high: scores[2] },
    accuracy: hits / actual.length,
    confusion,
  };
}
