import type { HeadKind } from '../../contract/head';

/** What to compute for every item. */
export interface ForecastPlan {
  /** The head that gives the item's own forecast. */
  head: 'text_aware' | 'numeric_only';
  /** Further heads to forecast with; those that the model lacks are left out. */
  beside: HeadKind[];
  explain: boolean;
  embeddings: boolean;
  /** Weeks to forecast; by default all of the model's. */
  horizon?: number;
  /**
   * For a forecast to be recorded and compared with the backtest: not rounded, and launches are compared with every
   * product of a shop that is not too large.
   */
  kept?: boolean;
}

/** Only the text-aware forecast. */
export const PLAIN: ForecastPlan = { head: 'text_aware', beside: [], explain: false, embeddings: false };
