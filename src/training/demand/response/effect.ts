import type { ResponseError } from './poissonResponse';

/** What one more of something does to demand, as far as a shop's history tells. */
export interface Effect {
  /** Change of log(units); null where the data tell too little. */
  value: number | null;
  /** Changes or comparisons in history that it rests on, and the products that had them. */
  changes: number;
  products: number;
}

/** What is expected of an effect before a shop's own data speak. */
export interface EffectPrior {
  mean: number;
  /** Of a shop's effect around the mean; a normal distribution. */
  deviation: number;
  /** Of a product's effect around its shop's: few products say little of the others. */
  betweenProducts: number;
  /** No effect is believed to be larger. */
  largest: number;
  /** Fewer changes are no pattern. */
  fewestChanges: number;
}

/** Changes of fewer products are no pattern. */
const FEWEST_PRODUCTS = 3;

/**
 * An effect that can only be positive: the mean of the prior and of an estimate, each weighed by how sure it is. The square
 * of the estimate's error is the larger of the clustered one's and of the scattered one's and the products' variance over
 * their number together. Unknown where there is no pattern, or where the estimate is not positive by more than its error.
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
