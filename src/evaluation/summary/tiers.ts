import type { Step } from '../methods/forecaster';
import { ratio } from '../metrics/point';
import { quantile } from '../../common/statistics';
import { precisionRecall, type PrecisionRecallCurve } from './precisionRecall';

export const TIERS = ['low', 'middle', 'high'] as const;
export type Tier = (typeof TIERS)[number];

export interface TierScores {
  by_tier: Record<Tier, { precision: number | null; recall: number | null; f1: number | null }>;
  accuracy: number;
  /** Rows: actual tier; columns: forecast tier. */
  confusion: number[][];
}

/** How well a score finds the products of a tier: its probability, or for a point forecast its level. */
export interface TierCurves {
  score: 'probability' | 'level';
  by_tier: Partial<Record<Tier, PrecisionRecallCurve>>;
}

const MOST_POINTS = 40;

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
  const confusion = TIERS.map(() => TIERS.map(() => 0));
  actual.forEach((total, i) => confusion[tierOf(total, thresholds)][tierOf(forecast[i], thresholds)]++);
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

/**
 * Precision against recall as the threshold moves: on the probability that the total lies in the tier, by the forecast's
 * own quantiles; for point forecasts on the level, upwards for the high tier and downwards for the low one, which says
 * nothing of the middle.
 */
export function tierCurves(
  actual: readonly number[],
  totals: readonly Step[],
  thresholds: readonly [number, number],
): TierCurves {
  const real = actual.map((total) => tierOf(total, thresholds));
  const curve = (tier: Tier, scores: readonly number[]) => {
    const at = TIERS.indexOf(tier);
    const positive = real.map((one) => one === at);
    const found = precisionRecall(scores, positive, MOST_POINTS);
    return found ? { [tier]: found } : {};
  };
  if (totals.every(({ p10, p90 }) => p10 !== undefined && p90 !== undefined)) {
    const [below, within] = thresholds.map((border) => totals.map((step) => probabilityUpTo(step, border)));
    return {
      score: 'probability',
      by_tier: {
        ...curve('low', below),
        ...curve(
          'middle',
          within.map((value, i) => value - below[i]),
        ),
        ...curve(
          'high',
          within.map((value) => 1 - value),
        ),
      },
    };
  }
  const levels = totals.map(({ p50 }) => p50);
  return {
    score: 'level',
    by_tier: {
      ...curve(
        'low',
        levels.map((level) => 0 - level),
      ),
      ...curve('high', levels),
    },
  };
}

function tierOf(total: number, thresholds: readonly [number, number]): number {
  return thresholds.filter((border) => total > border).length;
}

/**
 * Probability of a total up to a border: the quantiles .1, .5, .9 joined by straight lines on the scale of log1p, the
 * slopes of the inner pieces going on outside them in ever smaller shares.
 */
function probabilityUpTo({ p10 = 0, p50, p90 = 0 }: Step, border: number): number {
  const [low, middle, high, x] = [p10, p50, p90, border].map((units) => Math.log1p(Math.max(0, units)));
  const share = (from: number, to: number) => (to > from ? (x - from) / (to - from) : 1);
  if (x < low) return 0.1 * Math.exp(-4 * ((low - x) / Math.max(middle - low, 1e-6)));
  if (x < middle) return 0.1 + 0.4 * share(low, middle);
  if (x < high) return 0.5 + 0.4 * share(middle, high);
  return 1 - 0.1 * Math.exp(-4 * ((x - high) / Math.max(high - middle, 1e-6)));
}
