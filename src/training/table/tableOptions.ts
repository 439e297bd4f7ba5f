import { RANGE_QUANTILES } from '../../contract/forecastAnswers';
import type { CalibrationOptions } from '../head/calibration';
import type { StopOptions } from '../network/fitStopped';
import type { NetworkOptions } from '../network/fitNetwork';
import type { TableColumns } from './tableExtras';

export interface TableOptions extends NetworkOptions, TableColumns {
  /** Whether log1p(target) is fitted; else the target itself, which may then be negative. */
  logTarget: boolean;
  /** Ascending. */
  quantiles: readonly number[];
  seed: number;
  /** Principal directions of the texts. */
  directions: number;
  /** Share of the rows that a first fit does not see: they determine how long to train and calibrate the second fit. */
  heldOut: number;
  /** Below this many rows a ridge regression is half of the answer. */
  fewRows: number;
  /** When a first fit stops; it never takes more steps than `train.steps`. */
  stop: StopOptions;
  /** Approximate limit in seconds for preparing inputs and fitting all heads; null: none. */
  seconds: number | null;
  calibration: CalibrationOptions;
}

export const TABLE_DEFAULTS: TableOptions = {
  numeric: [],
  categorical: [],
  logTarget: false,
  quantiles: RANGE_QUANTILES,
  seed: 0,
  members: 16,
  hidden: 32,
  layers: 2,
  groups: 0,
  directions: 16,
  heldOut: 0.2,
  fewRows: 150,
  stop: { every: 100, patience: 10 },
  seconds: null,
  // A fifth of the fewest rows.
  calibration: { fewest: 10, tail: 0.1, meanTrust: 0.5, meanHold: 0 },
  train: {
    steps: 20_000,
    batch: 128,
    rate: 2e-3,
    warmUp: 30,
    averaging: 0.99,
    dropout: 0.1,
    weightDecay: 0.02,
    clip: 5,
    power: 0,
  },
};

/** Minimum number of rows with a target: with fewer there is nothing to hold out. */
export const FEWEST_ROWS = 50;
