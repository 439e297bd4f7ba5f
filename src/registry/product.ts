import type { Week } from '../common/week';
import type { ExtraValues, WeekSales } from '../contract/record';

export interface Product {
  sku: string;
  description: string;
}

/**
 * A product with what the shop said of it; its price since its last week without a promotion that had one, null where it
 * said none.
 */
export interface KeptProduct extends Product {
  price: number | null;
  features: ExtraValues;
}

/** What the catalog knows of a product. */
export interface KnownProduct extends KeptProduct {
  /** See Catalog.history. */
  history(before: Week): WeekSales[];
  /** See Catalog.promoText. */
  promoText(week: Week): string | null;
  /** See Catalog.extras. */
  extras(before: Week): ExtraValues;
}
