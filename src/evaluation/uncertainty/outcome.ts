import { EQUAL, FEWEST_PRODUCTS, FEWEST_WEEKS } from '../../contract/certainty';
import type { Outcome, PairedComparison } from '../../contract/evaluation/comparison';

/**
 * Taken as the standard deviation of WAPE over seeds of a network that was fitted with one seed alone: nobody has seen how
 * lucky that seed was. Three seeds on UCI Online Retail gave up to .007 on new products and .002 on known ones.
 */
const UNKNOWN_SPREAD = 0.005;

/** Gains below this many standard deviations over seeds may be luck of the seed. */
const SPREADS = 2;

/**
 * Whether `a` beats `b`: only with 20 products and 8 weeks, a 95% interval of the difference that leaves out zero, and a
 * difference of .001 and of at least twice the spread over seeds. Everything else is no difference.
 */
export function outcomeOf(comparison: PairedComparison, seedSpread: number): Outcome {
  const { difference, low, high } = comparison;
  if (!isEnough(comparison) || low === null || high === null) return 'unknown';
  if (Math.abs(difference) < Math.max(EQUAL, SPREADS * seedSpread)) return 'no_difference';
  if (high < 0) return 'better';
  return low > 0 ? 'worse' : 'no_difference';
}

function isEnough({ skus, weeks }: PairedComparison): boolean {
  return skus >= FEWEST_PRODUCTS && (weeks === undefined || weeks >= FEWEST_WEEKS);
}

/** The spread over seeds that a comparison must beat: the larger one of its models. */
export function seedSpread(models: readonly { random: boolean; seeds: number; deviation: number }[]): number {
  return Math.max(
    ...models.map(({ random, seeds, deviation }) => (random && seeds < 2 ? UNKNOWN_SPREAD : deviation)),
  );
}
