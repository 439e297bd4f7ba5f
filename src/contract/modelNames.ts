/** The model's three heads as the report calls them, and the control that the text-aware one must lose to. */
export const TEXT_AWARE = 'text-aware';
export const NUMERIC_ONLY = 'numeric-only';
export const TEXT_ONLY = 'text-only';
export const SHUFFLED = 'shuffled descriptions';
/** The text-aware head on an encoder that was tuned to the shop. */
export const FINE_TUNED = 'fine-tuned';

/** Networks that read weeks in order; methods of the backtest, never served. */
export const LSTM = 'LSTM';
export const TRANSFORMER = 'Transformer';

/** The mean of two models' forecasts; see averageOfBestTwo. */
export const BEST_TWO = 'average of the best two';

/** The text-aware model as it is without promotion texts, and with each drawn at random from all of them. */
export const WITHOUT_PROMOTIONS = 'without promotion text';
export const SHUFFLED_PROMOTIONS = 'shuffled promotion texts';

const NOT_SIMPLE = [
  TEXT_AWARE,
  NUMERIC_ONLY,
  TEXT_ONLY,
  SHUFFLED,
  FINE_TUNED,
  BEST_TWO,
  WITHOUT_PROMOTIONS,
  SHUFFLED_PROMOTIONS,
  LSTM,
  TRANSFORMER,
];

/** Whether a method is one of the simple ones that a model must beat: no network, no average. */
export function isSimple(name: string): boolean {
  return !NOT_SIMPLE.includes(name);
}

/** The source of the data of a model that was trained on a catalog, and the licence of data that nobody stated one of. */
export const OF_CATALOG = 'the catalog';
export const NO_LICENCE = 'not stated';
