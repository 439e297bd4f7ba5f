import type { DemandRecord } from '../contract/record';
import { HISTORY_WEEKS } from './recordView';

/**
 * The unit price by which a product is compared with others: the latest known of its history, as the feature
 * `reference_price` has it, never the planned one; null where none is known.
 */
export function ownPrice({ history }: Pick<DemandRecord, 'history'>): number | null {
  return history.slice(-HISTORY_WEEKS).findLast(({ price }) => price !== null)?.price ?? null;
}
