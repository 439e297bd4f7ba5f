/** The three heads of a model: text-aware, numeric-only and text-only. */
export const HEAD_KINDS = ['text_aware', 'numeric_only', 'text_only'] as const;
export type HeadKind = (typeof HEAD_KINDS)[number];

/**
 * The inputs of a head. Its graph declares those that it uses, under these names: `features` float [N, F], `analogs`
 * float [N, A], `description` float [N, D], `promo` float [N, D], `bank_index` int64 [N].
 */
export interface HeadInputs {
  /** Number of records N. */
  rows: number;
  /** Row-major [N, F]; NaN is missing. */
  features: Float32Array;
  /** Row-major [N, D]: unit vectors of the descriptions. */
  description: Float32Array;
  /** Row-major [N, D]: unit vectors of the promotion texts, zeros without one; empty if no row has any. */
  promo: Float32Array;
  /**
   * Row-major [N, A]: sales of similar products, in the order of NEIGHBOUR_COLUMNS; NaN is unknown. Empty if the head
   * uses none.
   */
  analogs: Float32Array;
  /** [N]: the record's own row in a bank inside the head, which its analogs exclude; -1 if it has none. */
  bankIndex: Int32Array;
}

/**
 * The outputs of a head. S is horizon + 1 (each week, then the total of the horizon), or 1 in table mode; Q the number
 * of quantiles, K the number of analogs. Graph outputs: `quantiles` float [N, S, Q], `mean` float [N, S], for a head
 * with its own bank `analog_index` int64 [N, K] and `analog_similarity` float [N, K], and for one that knows promotions
 * `promo_similarity` float [N, 1]. Units of the target, finite and, for demand, >= 0; quantiles do not cross.
 */
export interface HeadOutputs {
  quantiles: Float32Array;
  mean: Float32Array;
  /** Empty if the head has no analogs. */
  analogIndex: Int32Array;
  analogSimilarity: Float32Array;
  /** Cosine to the nearest promotion in training; empty if the head knows none. */
  promoSimilarity: Float32Array;
}

/** A product with which others are compared (analogs.json), as it is shown next to a forecast. */
export interface AnalogEntry {
  sku: string;
  description: string;
  mean_weekly_units: number;
  /** Units in the weeks from its launch on, at most 26. */
  launch: number[];
  price: number | null;
}
