import type { ItemForecast } from '../contract/forecastAnswers';
import type { Manifest } from '../contract/manifest';
import type { DriftShares } from '../contract/monitoring';
import { type DriftCounts, NO_DRIFT } from '../registry/forecasts/driftStore';

/** The warnings about items unlike the training data. */
const WARNED = ['unfamiliar_text', 'price_out_of_range', 'history_out_of_range'] as const;

/** How many of some answered items were unlike the training data. */
export function countDrift(items: readonly ItemForecast[]): DriftCounts {
  const counts = { ...NO_DRIFT, items: items.length };
  for (const { warnings, cold_start } of items) {
    if (cold_start) counts.cold_start++;
    for (const kind of WARNED) if (warnings.some(({ code }) => code === kind)) counts[kind]++;
  }
  return counts;
}

/** What cannot be determined from a model's manifest, and why. */
export function undriftable({ familiar_similarity, features }: Manifest): Map<keyof DriftShares, string> {
  const reasons = new Map<keyof DriftShares, string>();
  if (familiar_similarity === null)
    reasons.set('unfamiliar_text', 'The model does not tell how alike its texts are.');
  if (!features.ranges['price'])
    reasons.set('price_out_of_range', 'The model does not tell the range of its prices.');
  if (!features.ranges['mean_26'])
    reasons.set('history_out_of_range', 'The model does not tell the range of its sales.');
  return reasons;
}

/** Shares from counts; null for what the model does not allow, or without items. */
export function driftShares(counts: DriftCounts, manifest: Manifest | null): DriftShares {
  const blind = manifest && undriftable(manifest);
  const share = (kind: 'unfamiliar_text' | 'price_out_of_range' | 'history_out_of_range' | 'cold_start') =>
    counts.items === 0 || blind?.has(kind) ? null : counts[kind] / counts.items;
  return {
    items: counts.items,
    unfamiliar_text: share('unfamiliar_text'),
    price_out_of_range: share('price_out_of_range'),
    history_out_of_range: share('history_out_of_range'),
    cold_start: share('cold_start'),
    new_products: counts.units > 0 ? counts.new_units / counts.units : null,
  };
}
