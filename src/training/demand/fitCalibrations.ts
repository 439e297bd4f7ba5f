import type { StackGroup } from '../../contract/stackParts';
import { type Calibration, calibrate, uncalibrated } from '../head/calibration';
import { toUnits } from '../head/scale';
import type { AnswerShape } from '../network/answers';
import { type DemandOptions, SCALE } from './demandOptions';
import type { HeldOutRecord } from './heldOutRecords';

/** For young products the lower quantiles are this much further out, because their level is uncertain. */
const YOUNG_BELOW = 1.5;
/** Number of held-out young products at which half of the weight is on their own range. */
const YOUNG_HOLD = 30;

/**
 * Calibrations by time on sale; for products without history with their launches' `mean`. Young products have their own
 * ranges, weighted by how many were held out. Weeks are pooled, the total is separate. Units are rounded if all sales
 * are `whole`.
 */
export function fitCalibrations(
  records: readonly HeldOutRecord[],
  launches: { mean: number },
  answers: AnswerShape,
  { calibration }: DemandOptions,
  whole: boolean,
): Record<StackGroup, Calibration> {
  const { series } = answers;
  const weeks = Array.from({ length: series - 1 }, (_, index) => index);
  const unit = (latent: number) => (whole ? Math.round(toUnits(latent, SCALE)) : toUnits(latent, SCALE));
  const on = (own: readonly HeldOutRecord[]) =>
    calibrate(own, [weeks, [series - 1]], answers, unit, calibration);
  const known = on(records.filter(({ group }) => group !== 'new'));
  const young = records.filter(({ group }) => group === 'young');
  const own = on(young);
  const products = new Set(young.map(({ product }) => product)).size;
  const belief = products / (products + YOUNG_HOLD);
  const between = (usual: number, found: number) => usual ** (1 - belief) * found ** belief;
  return {
    new: { ...uncalibrated(series), mean: launches.mean },
    young: {
      below: known.below.map((factor, at) => between(YOUNG_BELOW * factor, own.below[at])),
      above: known.above.map((factor, at) => between(factor, own.above[at])),
      mean: known.mean,
    },
    known,
  };
}
