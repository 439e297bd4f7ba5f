import type { CalibrationOptions } from '../fit/calibration';
import type { NetworkOptions } from '../fit/fitNetwork';

export interface TableOptions extends NetworkOptions {
  /** Ascending. */
  quantiles: readonly number[];
  seed: number;
  /** Principal directions of the texts. */
  directions: number;
  /** Share of the rows on which a first fit without them is tried: they end and calibrate the second. */
  heldOut: number;
  /** Lengths of training that are tried in this order, until the loss on the rows held out rises. */
  epochs: readonly number[];
  calibration: CalibrationOptions;
}

export const TABLE_DEFAULTS: TableOptions = {
  quantiles: [0.1, 0.5, 0.9],
  seed: 0,
  members: 8,
  hidden: 96,
  layers: 2,
  directions: 16,
  heldOut: 0.2,
  epochs: [10, 20, 40, 80],
  calibration: { tail: 0.1, trust: 1, meanTrust: 1 },
  train: {
    epochs: 20,
    batch: 256,
    rate: 2e-3,
    warmUp: 30,
    dropout: 0.1,
    weightDecay: 0.02,
    clip: 5,
    power: 0,
    meanWeight: 0,
  },
};

/** Rows with a target below which nothing can be held out, let alone learnt. */
export const FEWEST_ROWS = 50;
