/** The model's three heads as named in the report, and the control that the text-aware one must beat. */
export const TEXT_AWARE = 'text-aware';
export const NUMERIC_ONLY = 'numeric-only';
export const TEXT_ONLY = 'text-only';
export const SHUFFLED = 'shuffled descriptions';
/** The text-aware head on an encoder that was tuned to the shop. */
export const FINE_TUNED = 'fine-tuned';

/** Sequence networks; methods of the backtest, never served. */
export const LSTM = 'LSTM';
export const TRANSFORMER = 'Transformer';

/** The mean of two models' forecasts; see averageOfBestTwo. */
export const BEST_TWO = 'average of the best two';

/** The text-aware model without promotion texts, and with shuffled ones. */
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

/** Whether a method is one of the simple ones that a model must beat: not a network, not an average. */
export function isSimple(name: string): boolean {
  return !NOT_SIMPLE.includes(name);
}

/** The source of the data of a model trained on a catalog, and the licence of data without a stated one. */
export const OF_CATALOG = 'the catalog';
export const NO_LICENCE = 'not stated';
