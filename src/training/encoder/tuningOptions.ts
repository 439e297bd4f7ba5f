/** How an encoder is tuned to a target. */
export interface TuningOptions {
  /** Of the adapters: columns of the first, rows of the second matrix. */
  rank: number;
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

/** `auto` keeps the tuned encoder only where items that it did not see are surely told better. */
export const FINE_TUNE = ['auto', 'on', 'off'] as const;
export type FineTune = (typeof FINE_TUNE)[number];

/** What is asked for of a training: whether its encoder is tuned, and what is not to be as usual. */
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
