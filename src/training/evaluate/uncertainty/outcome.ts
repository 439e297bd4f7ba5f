import type { Outcome, PairedComparison } from '../../../contract/evaluation';

/** Gains below this many standard deviations over seeds may be luck of the seed. */
const SPREADS = 2;

/**
 * Whether `a` beats `b`: only with a 95% interval of the difference that leaves out zero, and a difference of at least
 * twice the spread over seeds. Everything else is no difference.
 */
export function outcomeOf({ difference, low, high }: PairedComparison, seedSpread: number): Outcome {
  if (Math.abs(difference) < SPREADS * seedSpread) return 'no_difference';
  if (high < 0) return 'better';
  return low > 0 ? 'worse' : 'no_difference';
}
