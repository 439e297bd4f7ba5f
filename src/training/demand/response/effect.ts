import type { ResponseError } from './poissonResponse';

/** The effect of one unit of something on demand, as far as a shop's history shows it. */
export interface Effect {
  /** Change of log(units); null if the data are insufficient. */
  value: number | null;
  /** Number of changes or comparisons in history that it is based on, and of products that had them. */
  changes: number;
  products: number;
}

/** What is expected of an effect before a shop's own data are used. */
export interface EffectPrior {
  mean: number;
  /** Standard deviation of shops' effects around the mean; normally distributed. */
  deviation: number;
  /** Standard deviation of products' effects within a shop: few products say little about the others. */
  betweenProducts: number;
  /** Effects are capped here. */
  largest: number;
  /** Fewer changes are not sufficient. */
  fewestChanges: number;
}

/** Changes of fewer products are not sufficient. */
const FEWEST_PRODUCTS = 3;

/**
 * An effect that can only be positive: the mean of the prior and of an estimate, weighted by their precision. The
 * squared error of the estimate is the larger of two: the clustered one, and the overdispersed one plus the variance
 * between products over their number. Unknown if the data are insufficient, or if the estimate does not exceed 0 by
 * more than its error.
 */
export function shrunkEffect(
  estimate: number,
  { clustered, scattered }: ResponseError,
  { changes, products }: Pick<Effect, 'changes' | 'products'>,
  { mean, deviation, betweenProducts, largest, fewestChanges }: EffectPrior,
): Effect {
  const variance = Math.max(clustered ** 2, scattered ** 2 + betweenProducts ** 2 / products);
  const told = changes >= fewestChanges && products >= FEWEST_PRODUCTS && estimate > Math.sqrt(variance);
  const doubt = variance / (variance + deviation ** 2);
  const shrunk = estimate + doubt * (mean - estimate);
  return { value: told ? Math.min(shrunk, largest) : null, changes, products };
}
