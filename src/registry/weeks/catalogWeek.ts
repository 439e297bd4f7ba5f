import type { ExtraValues, WeekSales } from '../../contract/record';

/** A product's week as the catalog is told it, and as it keeps it. */
export interface CatalogWeek extends WeekSales {
  promoText: string | null;
  extras: ExtraValues | null;
}
