import type { HeadKind } from '../../contract/head';

/** What is asked of a model for every item. */
export interface ForecastPlan {
  /** The head whose forecast is the item's own. */
  head: 'text_aware' | 'numeric_only';
  /** Heads whose forecasts stand beside it; one that the model does not have is left out. */
  beside: HeadKind[];
  explain: boolean;
  embeddings: boolean;
  /** Weeks to forecast; all of the model's where nothing is said. */
  horizon?: number;
  /** To be kept and compared with the backtest: unrounded, and launches are compared with every product of a shop that is not too large. */
  kept?: boolean;
}

/** The text-aware forecast and nothing beside it. */
export const PLAIN: ForecastPlan = { head: 'text_aware', beside: [], explain: false, embeddings: false };
