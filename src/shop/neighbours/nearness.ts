import type { Nearness } from '../../contract/stackParts';
import { NEIGHBOUR_COLUMNS } from './neighbourStatistics';

/** Statistics on how similar a product's neighbours are; NaN is unknown. Levels are log1p(weekly units). */
export const NEARNESS_COLUMNS = ['price_typical', 'twins_level', 'twins_weight', 'alike_weight'] as const;

/** Shares of a forecast for a product without history, adding up to 1. */
export interface NearnessShares {
  /** Share of the forecast without this adjustment. */
  mix: number;
  typical: number;
  twins: number;
}

/** Smaller weights count as zero. */
const NOTHING = 1e-9;

/**
 * Shares by the similarity of others, from figures in the order of NEARNESS_COLUMNS. Many similar products keep the
 * forecast as it is, near twins move it to what they sell, and without similar products it moves to what is typical of
 * the shop.
 */
export function nearnessShares(
  [level, twinsLevel, twinsWeight, alikeWeight]: readonly number[],
  nearness: Nearness,
): NearnessShares {
  const typical = Number.isNaN(level) ? 0 : nearness.typical;
  const twins = Number.isNaN(twinsLevel + twinsWeight) ? 0 : nearness.twins * twinsWeight;
  const mix = Number.isNaN(alikeWeight) ? 0 : alikeWeight;
  const whole = mix + typical + twins;
  if (whole <= NOTHING) return { mix: 1, typical: 0, twins: 0 };
  return { mix: mix / whole, typical: typical / whole, twins: twins / whole };
}

/** The same from neighbours' statistics, [A] in the order of NEIGHBOUR_COLUMNS. */
export function sharesByNeighbours(statistics: Float32Array, nearness: Nearness): NearnessShares {
  const figures = NEARNESS_COLUMNS.map((name) => statistics[NEIGHBOUR_COLUMNS.indexOf(name)]);
  return nearnessShares(figures, nearness);
}
