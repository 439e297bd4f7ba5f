/** What one more of something does to demand, as far as a shop's history tells. */
export interface Effect {
  /** Change of log(units); null where the data tell too little. */
  value: number | null;
  /** Changes or comparisons in history that it rests on, and the products that had them. */
  changes: number;
  products: number;
}

/** Fewer changes, or of fewer products, say too little. */
const FEWEST_CHANGES = 30;
const FEWEST_PRODUCTS = 10;

/**
 * An effect that can only be positive: an estimate b with standard error s is shrunk as a normal prior around 0 with
 * deviation t has it, b t^2 / (t^2 + s^2), and is `largest` at most. Unknown where changes are too few, or where the
 * estimate is not positive by more than its error.
 */
export function shrunkEffect(
  estimate: number,
  error: number,
  { changes, products }: Pick<Effect, 'changes' | 'products'>,
  prior: number,
  largest: number,
): Effect {
  const told = changes >= FEWEST_CHANGES && products >= FEWEST_PRODUCTS && estimate > error;
  const shrunk = estimate / (1 + (error / prior) ** 2);
  return { value: told ? Math.min(shrunk, largest) : null, changes, products };
}
