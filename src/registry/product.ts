import type { Week } from '../common/week';
import type { ExtraValues, WeekSales } from '../contract/record';

export interface Product {
  sku: string;
  description: string;
}

/**
 * A product with what the shop said about it. `price`: the one given since its last week with a price and without a
 * promotion; null if none was given.
 */
export interface KeptProduct extends Product {
  price: number | null;
  features: ExtraValues;
}

/** What the catalog knows about a product. */
export interface KnownProduct extends KeptProduct {
  /** See Catalog.history. */
  history(before: Week): WeekSales[];
  /** See Catalog.promoText. */
  promoText(week: Week): string | null;
  /** See Catalog.extras. */
  extras(before: Week): ExtraValues;
}
