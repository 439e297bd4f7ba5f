import type { Task } from '../../../contract/evaluation/task';
import type { ItemForecast } from '../../../contract/forecastAnswers';

/** Products with up to this many weeks on sale are young in a backtest. */
const YOUNG_WEEKS = 8;

/** The kind of product of a forecast, as in backtests. */
export function taskOf({ cold_start: isNew, lag_depth: weeks }: ItemForecast): Task {
  if (isNew) return 'NEW';
  return weeks <= YOUNG_WEEKS ? 'YOUNG' : 'KNOWN';
}
