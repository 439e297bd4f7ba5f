import type { Nearness } from '../../contract/stackParts';
import { NEIGHBOUR_COLUMNS } from './neighbourStatistics';

/** What neighbours' statistics tell of how near a product's neighbours are; NaN is not known. Levels are log1p(weekly units). */
export const NEARNESS_COLUMNS = ['price_typical', 'twins_level', 'twins_weight', 'alike_weight'] as const;

/** Shares of an answer for a product without history, adding up to 1. */
export interface NearnessShares {
  /** Of what would be answered without. */
  mix: number;
  typical: number;
  twins: number;
}

/** Less weight than this is none. */
const NOTHING = 1e-9;

/**
 * Shares by how near others are, from figures in the order of NEARNESS_COLUMNS. Many that are alike keep the answer as it is,
 * twins draw it to what they sell, and where nothing is near it is what is typical of the shop.
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

/** The same of neighbours' statistics, [A] in the order of NEIGHBOUR_COLUMNS. */
export function sharesByNeighbours(statistics: Float32Array, nearness: Nearness): NearnessShares {
  const figures = NEARNESS_COLUMNS.map((name) => statistics[NEIGHBOUR_COLUMNS.indexOf(name)]);
  return nearnessShares(figures, nearness);
}
