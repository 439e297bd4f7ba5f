import { RANGE_QUANTILES } from '../../contract/forecasting';
import { type Spread, USUAL_SPREAD } from '../../contract/spread';
import { fitSpread } from '../../decisions/fitSpread';
import { toUnits } from '../head/scale';
import { type AnswerShape, middleOf } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { SCALE } from './demandOptions';
import type { HeldOutGroup } from './expected';

/**
 * How the totals of known products scattered around their answers on held-out weeks. Launches there are too few to tell
 * how long their tail is: it is the usual one, and their errors go together as those of known products do.
 */
export function heldOutSpread(
  { rows }: DemandDataset,
  { rows: chosen, records, calibration }: HeldOutGroup,
  { series, quantiles }: AnswerShape,
  whole: boolean,
): Spread {
  const total = series - 1;
  const places = RANGE_QUANTILES.map((level) => quantiles.indexOf(level));
  const middle = middleOf(quantiles);
  const outcomes = chosen.flatMap((row, place) => {
    const { quantiles: latent, actual, mean } = records[place];
    if (Number.isNaN(actual[total])) return [];
    const at = (quantile: number) => latent[total * quantiles.length + quantile];
    const [p10, p50, p90] = places.map((quantile) => {
      const factor = quantile < middle ? calibration.below[total] : calibration.above[total];
      return toUnits(at(middle) + factor * (at(quantile) - at(middle)), SCALE);
    });
    const range = { p10, p50, p90, mean: mean * calibration.mean };
    return { range, actual: actual[total], moment: rows.anchor[row] };
  });
  const known = fitSpread(outcomes, whole);
  return { whole, known, new: { ...USUAL_SPREAD.new, together: known.together } };
}
