import type { Task } from '../../../contract/evaluation/task';
import type { ItemForecast } from '../../../contract/forecastAnswers';

/** Weeks on sale that a backtest calls young. */
const YOUNG_WEEKS = 8;

/** The kind of product that a forecast is of, as backtests count them. */
export function taskOf({ cold_start: isNew, lag_depth: weeks }: ItemForecast): Task {
  if (isNew) return 'NEW';
  return weeks <= YOUNG_WEEKS ? 'YOUNG' : 'KNOWN';
}
