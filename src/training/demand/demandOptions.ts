import { RANGE_QUANTILES } from '../../contract/forecastAnswers';
import type { CalibrationOptions } from '../head/calibration';
import type { Scale } from '../head/scale';
import type { StopOptions } from '../network/fitStopped';
import type { TrainOptions } from '../network/train';

/** Units are forecast on the scale of log1p. */
export const SCALE: Scale = { kind: 'log1p', mean: 0, deviation: 1 };

export interface DemandOptions {
  /** Weeks forecast. */
  horizon: number;
  /** Ascending. */
  quantiles: readonly number[];
  seed: number;
  /** Names of the panel's numeric further columns, and of the categorical ones. */
  numeric: readonly string[];
  categorical: readonly string[];
  members: number;
  layers: number;
  /** Depends on the number of rows by default. */
  hidden?: number;
  /** Principal directions of the descriptions, and of the promotion texts. */
  directions?: number;
  /** Weeks before the end from which rows with history are taken; all weeks if there are seasons to learn. */
  window: number;
  /** Share of the rows with history that are added again with less of it. */
  shortened: number;
  /** Share of the other rows used in an epoch, which uses every launch. */
  share: number;
  /** Weight of a row in the loss by its kind, in the order of ROW_KIND. */
  kindWeights: readonly number[];
  train: Omit<TrainOptions, 'batch' | 'dropout'> & Partial<TrainOptions>;
  stop: StopOptions;
  /** Last weeks that a first fit leaves out, to calibrate the second. */
  heldOut: number;
  calibration: CalibrationOptions;
}

export const DEMAND_DEFAULTS: DemandOptions = {
  horizon: 4,
  quantiles: RANGE_QUANTILES,
  seed: 0,
  numeric: [],
  categorical: [],
  members: 4,
  layers: 2,
  window: 20,
  shortened: 0.35,
  share: 0.4,
  kindWeights: [1, 0.3, 0.5, 1],
  heldOut: 8,
  calibration: { fewest: 30, tail: 0.1, meanTrust: 0.5, meanHold: 100 },
  train: {
    steps: 1500,
    rate: 2e-3,
    warmUp: 50,
    averaging: 0.98,
    weightDecay: 0.01,
    clip: 5,
    power: 0.5,
  },
  stop: { every: 25, patience: 8 },
};

/** Settings that depend on the size of a shop: a small one has a small network with more regularisation. */
export interface Sizes {
  hidden: number;
  directions: number;
  batch: number;
  dropout: number;
}

/** `rows` to train on, of `products`. */
export function sizesFor(rows: number, products: number, given: DemandOptions): Sizes {
  const large = Math.min(1, Math.max(0, Math.log(rows / 500) / Math.log(100)));
  return {
    hidden: given.hidden ?? 2 ** Math.round(4 + 3 * large),
    directions: given.directions ?? Math.min(16, Math.floor(products / 12)),
    batch: given.train.batch ?? 2 ** Math.round(6 + 3 * large),
    dropout: given.train.dropout ?? 0.3 - 0.2 * large,
  };
}
