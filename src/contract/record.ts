import type { Week } from '../common/week';

/** A value of a further column; null if unknown. */
export type ExtraValue = number | string | null;
/** Those of a product or a week, by the columns' names. */
export type ExtraValues = Readonly<Record<string, ExtraValue>>;

/** A product's sales in one week. */
export interface WeekSales {
  week: Week;
  /** Units sold; 0 is a known zero, NaN an unknown week. */
  units: number;
  /** Median unit price of the week; null if nothing was sold or no price is known. */
  price: number | null;
  /** Text of the week's promotion; left out if none is known. */
  promotion?: string;
}

/** The shop as a whole in one week. */
export interface ShopWeek {
  week: Week;
  /** Units of all products. */
  units: number;
  /** Products with at least one sale. */
  selling: number;
  /** Products whose first sale week this is. */
  launches: number;
  /** Units sold by those products in this week. */
  launchUnits: number;
}

/**
 * A product at the moment of forecasting, made from CSV rows and HTTP bodies alike before features are computed.
 * Nothing in it is on or after `origin`, except price, promotion text and extras, which are planned.
 */
export interface DemandRecord {
  sku: string | null;
  description: string;
  promoText: string | null;
  /** Unit price in the forecast weeks; null if unknown. */
  price: number | null;
  /** First week to forecast. */
  origin: Week;
  /**
   * Weeks from the first sale to the one before `origin`, oldest first, without gaps, including unknown ones; empty for
   * a cold start.
   */
  history: WeekSales[];
  /** Whether it sold before `origin` although no history is given; otherwise no history means a launch. */
  established?: boolean;
  /** Further columns that the model was trained with, by name. */
  extras: ExtraValues;
}

/** One row of a table without dates. */
export interface TableRecord {
  id: string | null;
  /** Text columns, joined in the schema's order. */
  text: string;
  extras: ExtraValues;
}
