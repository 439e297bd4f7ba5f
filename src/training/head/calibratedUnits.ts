import type { Value } from '../../graph/builder';
import { greater, reshape, slice, where } from '../../graph/ops';
import { type AnswerShape, clamp } from '../network/answers';
import { type Calibration, spreadFactors, spreadQuantiles, uncalibrated } from './calibration';
import { ofOwnGroup } from './historyGroups';
import { aroundExpected, type LaunchRange } from './launchRange';
import { type Scale, unitsOf } from './scale';

/** Calibration of answers. */
export interface Calibrated {
  /** One for each of STACK_GROUPS, or one for all; null if nothing could be held out. */
  calibrations: readonly Calibration[] | null;
  /** Ranges of records without history; null: those of the network. */
  launchRange: LaunchRange | null;
  /** Units that rounding adds to a week's range: a half if only whole ones are sold, else 0. */
  rounding: number;
}

/**
 * Calibrated quantiles [N, S, Q] in units; `groups` are the records' flags of STACK_GROUPS, null if there is only one.
 */
export function calibratedUnits(
  latent: Value,
  groups: Value | null,
  { calibrations, launchRange }: Omit<Calibrated, 'rounding'>,
  { series, quantiles, floor, ceiling }: AnswerShape,
  scale: Scale,
): Value {
  const found = ofCalibrations(latent, groups, calibrations ?? [uncalibrated(series)], (calibration) =>
    spreadFactors(calibration, quantiles),
  );
  const factors = reshape(found, [found.shape[0], series, quantiles.length]);
  const own = spreadQuantiles(latent, factors, quantiles);
  if (!groups) return unitsOf(clamp(own, floor, ceiling), scale);
  if (!launchRange) return unitsOf(own, scale);
  const isNew = greater(reshape(slice(groups, 1, 0, 1), [groups.shape[0], 1, 1]), 0.5);
  return unitsOf(where(isNew, aroundExpected(latent, launchRange, quantiles), own), scale);
}

/** The factor of the means, [N, 1] or [1, 1]. */
export function meanFactor(
  means: Value,
  groups: Value | null,
  { calibrations }: Pick<Calibrated, 'calibrations'>,
): Value {
  return ofCalibrations(means, groups, calibrations ?? [uncalibrated(1)], ({ mean }) => [mean]);
}

function ofCalibrations(
  { graph }: Value,
  groups: Value | null,
  calibrations: readonly Calibration[],
  pick: (calibration: Calibration) => number[],
): Value {
  const values = calibrations.map(pick);
  if (groups && values.length > 1) return ofOwnGroup(groups, values);
  return graph.constant(Float32Array.from(values[0]), [1, values[0].length]);
}
