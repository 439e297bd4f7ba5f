import { RANGE_QUANTILES } from '../../contract/forecastAnswers';
import { type Spread, USUAL_SPREAD } from '../../contract/spread';
import { fitSpread } from '../../decisions/fitSpread';
import type { AnswerShape } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import type { ServedRecord } from './heldOutRecords';

/**
 * How the totals of known products scattered around their forecasts on held-out weeks. Launches there are too few to
 * show how long their tail is: they get the usual one, and the same correlation of errors as known products.
 */
export function heldOutSpread(
  { rows }: DemandDataset,
  records: readonly ServedRecord[],
  { series, quantiles }: AnswerShape,
  whole: boolean,
): Spread {
  const total = series - 1;
  const places = RANGE_QUANTILES.map((level) => total * quantiles.length + quantiles.indexOf(level));
  const outcomes = records.flatMap(({ row, group, units, mean, actual }) => {
    if (group === 'new' || Number.isNaN(actual[total])) return [];
    const [p10, p50, p90] = places.map((place) => units[place]);
    return [{ range: { p10, p50, p90, mean }, actual: actual[total], moment: rows.anchor[row] }];
  });
  const known = fitSpread(outcomes, { whole, span: total });
  return { whole, known, new: { ...USUAL_SPREAD.new, together: known.together } };
}
