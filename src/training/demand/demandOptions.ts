import { RANGE_QUANTILES } from '../../contract/forecasting';
import type { CalibrationOptions } from '../head/calibration';
import type { TrainOptions } from '../network/train';

export interface DemandOptions {
  /** Weeks forecast. */
  horizon: number;
  /** Ascending. */
  quantiles: readonly number[];
  seed: number;
  /** Names of the panel's further columns that are numbers, and of those that are categories. */
  numeric: readonly string[];
  categorical: readonly string[];
  members: number;
  hidden: number;
  layers: number;
  /** Principal directions of the descriptions, and of the promotion texts. */
  directions: number;
  /** Weeks before the end from which rows with history are taken; with seasons to learn, all are. */
  window: number;
  /** Share of the rows with history that are added again with less of it. */
  shortened: number;
  /** Share of the rows that an epoch takes of all but the launches, of which it takes every one. */
  share: number;
  /** Weight of a row in the loss by its kind, in the order of ROW_KIND. */
  kindWeights: readonly number[];
  train: TrainOptions;
  /** Weeks before the end on which a first fit without them is tried, to calibrate the second. */
  heldOut: number;
  calibration: { cold: CalibrationOptions; warm: CalibrationOptions };
}

export const DEMAND_DEFAULTS: DemandOptions = {
  horizon: 4,
  quantiles: RANGE_QUANTILES,
  seed: 0,
  numeric: [],
  categorical: [],
  members: 4,
  hidden: 128,
  layers: 2,
  directions: 16,
  window: 20,
  shortened: 0.35,
  share: 0.4,
  kindWeights: [1, 0.3, 0.5, 1],
  heldOut: 8,
  calibration: {
    cold: { tail: 0.1, trust: 0.5, meanTrust: 0.55 },
    warm: { tail: 0.1, trust: 1, meanTrust: 1 },
  },
  train: {
    epochs: 10,
    batch: 512,
    rate: 2e-3,
    warmUp: 100,
    dropout: 0.1,
    weightDecay: 1e-4,
    clip: 5,
    power: 0.5,
    meanWeight: 0.3,
  },
};

/** Weeks of a panel from which on the season can be told from the single week. */
export const SEASONAL_WEEKS = 78;
