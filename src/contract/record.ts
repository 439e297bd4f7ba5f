import type { Week } from '../common/week';

/** A value of a further column; null where none is known. */
export type ExtraValue = number | string | null;
/** Those of a product or a week, by the columns' names. */
export type ExtraValues = Readonly<Record<string, ExtraValue>>;

/** What one product sold in one week, and for how much. */
export interface WeekSales {
  week: Week;
  /** Units sold; 0 is a known zero, NaN an unknown week. */
  units: number;
  /** Median unit price of the week; null when nothing was sold or no price is known. */
  price: number | null;
  /** Text of the promotion that the week had; left out where none is known. */
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
 * A product at the moment of forecasting: what CSV rows and HTTP bodies both become before the feature function.
 * Nothing in it lies on or after `origin`, but for price, promotion text and extras, which a planner decides.
 */
export interface DemandRecord {
  sku: string | null;
  description: string;
  promoText: string | null;
  /** Unit price in the weeks forecast; null when unknown. */
  price: number | null;
  /** First week to forecast. */
  origin: Week;
  /**
   * Weeks from the first sale to the one before `origin`, oldest first, without gaps, those in between of which nothing
   * is known among them; empty for a cold start.
   */
  history: WeekSales[];
  /** True where it sold before `origin` although no history is given; otherwise no history means a launch. */
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
