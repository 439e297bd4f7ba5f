/** How an encoder is tuned to a target. */
export interface TuningOptions {
  /** Rank of the adapters: columns of the first, rows of the second matrix. */
  rank: number;
  /** Number of last layers with adapters; null: all. */
  layers: number | null;
  /** Learning rate of Adam. */
  rate: number;
  /** Passes over the texts. */
  epochs: number;
  /** Texts per step. */
  batch: number;
  seed: number;
}

/** `auto` keeps the tuned encoder only if items that it did not see are predicted significantly better. */
export const FINE_TUNE = ['auto', 'on', 'off'] as const;
export type FineTune = (typeof FINE_TUNE)[number];

/** The tuning requested of a training: whether its encoder is tuned, and options that differ from the defaults. */
export interface FineTuneSettings extends Partial<
  Pick<TuningOptions, 'rank' | 'layers' | 'rate' | 'epochs'>
> {
  mode: FineTune;
}

export const TUNING_DEFAULTS: TuningOptions = {
  rank: 8,
  layers: null,
  rate: 3e-4,
  epochs: 8,
  batch: 32,
  seed: 0,
};
