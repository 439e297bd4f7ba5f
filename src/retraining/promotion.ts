import type { PairedComparison } from '../contract/evaluation/comparison';
import type { TaskComparison } from '../contract/jobs';
import { FEWEST_PRODUCTS } from '../contract/certainty';

/** Weeks on which both models must have been tested. */
const FEWEST_WEEKS = 4;
/** Share of the active model's error by which the new one's may be larger and still count as no worse. */
const MARGIN = 0.01;
/** Errors of two models that differ only by rounding differ by less. */
const ROUNDING = 1e-4;

/**
 * Whether a new model may be activated automatically: with at least 20 products and 4 weeks, the 95% interval of its
 * error minus the active model's ends at most at 1% of `error`, the active model's; and it is not significantly worse
 * for any kind of product with as much data.
 */
export function isSurelyNotWorse(
  pooled: PairedComparison | null,
  error: number | null,
  tasks: readonly Pick<TaskComparison, 'difference'>[],
): boolean {
  if (!pooled || error === null || !isEnough(pooled)) return false;
  const worse = tasks.some(
    ({ difference }) => difference && isEnough(difference) && (difference.low ?? 0) > ROUNDING,
  );
  return pooled.high !== null && pooled.high <= MARGIN * error && !worse;
}

function isEnough({ skus, weeks }: PairedComparison): boolean {
  return skus >= FEWEST_PRODUCTS && (weeks ?? 0) >= FEWEST_WEEKS;
}
