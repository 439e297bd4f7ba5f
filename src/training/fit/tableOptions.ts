import type { CalibrationOptions } from './calibration';
import type { NetworkOptions } from './fitNetwork';

export interface TableOptions extends NetworkOptions {
  /** Ascending. */
  quantiles: readonly number[];
  seed: number;
  /** Names of the columns that are numbers, and of those that are categories. */
  numeric: readonly string[];
  categorical: readonly string[];
  /** Forecast the target's logarithm; no target may be negative then. */
  logTarget: boolean;
  /** Principal directions of the texts. */
  directions: number;
  /** Rows that a text is compared with, at most. */
  bankRows: number;
  /** Share of the rows on which a first fit without them is tried, to calibrate and to end the second. */
  heldOut: number;
  calibration: CalibrationOptions;
}

export const TABLE_DEFAULTS: TableOptions = {
  quantiles: [0.1, 0.5, 0.9],
  seed: 0,
  numeric: [],
  categorical: [],
  logTarget: false,
  members: 8,
  hidden: 96,
  layers: 2,
  directions: 32,
  bankRows: 4000,
  heldOut: 0.15,
  calibration: { tail: 0.1, trust: 1, meanTrust: 1 },
  train: {
    epochs: 40,
    batch: 128,
    rate: 2e-3,
    warmUp: 100,
    dropout: 0.25,
    weightDecay: 0.02,
    clip: 5,
    power: 0,
    meanWeight: 0,
  },
};
