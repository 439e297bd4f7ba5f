/** The three heads of a model: with words and numbers, with numbers alone, with words alone. */
export const HEAD_KINDS = ['text_aware', 'numeric_only', 'text_only'] as const;
export type HeadKind = (typeof HEAD_KINDS)[number];

/**
 * What a head takes. A head's graph declares those of these inputs that it uses, under these names:
 * `features` float [N, F], `analogs` float [N, A], `description` float [N, D], `promo` float [N, D], `bank_index` int64 [N].
 */
export interface HeadInputs {
  /** Number of records N. */
  rows: number;
  /** Row-major [N, F]; NaN is missing. */
  features: Float32Array;
  /** Row-major [N, D]: unit vectors of the descriptions. */
  description: Float32Array;
  /** Row-major [N, D]: unit vectors of the promotion texts, zeros where there is none; empty where no row has any. */
  promo: Float32Array;
  /**
   * Row-major [N, A]: what products alike sold, in the order of NEIGHBOUR_COLUMNS; NaN is not known. Empty where the head
   * reads none.
   */
  analogs: Float32Array;
  /** [N]: the record's own row in a bank inside the head, which is left out of its analogs; -1 when it has none. */
  bankIndex: Int32Array;
}

/**
 * What a head answers. S is horizon + 1 (each week, then the total of the horizon), or 1 in table mode; Q the number
 * of quantiles, K the number of analogs. Graph outputs: `quantiles` float [N, S, Q], `mean` float [N, S], and where
 * the head has a bank of its own `analog_index` int64 [N, K], `analog_similarity` float [N, K], and where it knows promotions
 * `promo_similarity` float [N, 1]. Units of the target, finite and, for demand, >= 0; quantiles do not cross.
 */
export interface HeadOutputs {
  quantiles: Float32Array;
  mean: Float32Array;
  /** Empty where the head has no analogs. */
  analogIndex: Int32Array;
  analogSimilarity: Float32Array;
  /** Cosine to the nearest promotion that training saw; empty where the head knows none. */
  promoSimilarity: Float32Array;
}

/** One product of those that others are compared with (analogs.json), as it is shown beside a forecast. */
export interface AnalogEntry {
  sku: string;
  description: string;
  mean_weekly_units: number;
  /** Units in the weeks from its launch on, at most 26. */
  launch: number[];
  price: number | null;
}
