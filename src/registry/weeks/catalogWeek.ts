import type { ExtraValues, WeekSales } from '../../contract/record';

/** A product's week as given to the catalog, and as stored. */
export interface CatalogWeek extends WeekSales {
  promoText: string | null;
  extras: ExtraValues | null;
}
