/** How an encoder is tuned to a target. */
export interface TuningOptions {
  /** Of the adapters: columns of the one, rows of the other matrix. */
  rank: number;
  /** An adapter's product counts alpha / rank times. */
  alpha: number;
  /** Last layers of the encoder that have adapters; null: all. */
  layers: number | null;
  /** Of Adam. */
  rate: number;
  /** Times that every text is seen. */
  epochs: number;
  /** Texts of a step. */
  batch: number;
  seed: number;
}

export const TUNING_DEFAULTS: TuningOptions = {
  rank: 8,
  alpha: 16,
  layers: null,
  rate: 3e-4,
  epochs: 8,
  batch: 32,
  seed: 0,
};
