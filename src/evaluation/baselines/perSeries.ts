import type { Task } from '../../contract/evaluation/task';
import { present } from '../../common/statistics';
import type { Week } from '../../common/week';
import type { Case, CaseForecast, Forecaster } from '../methods/forecaster';

/** Sales of one product up to the forecast, oldest first. */
export interface Series {
  /** Units of every week, NaN if unknown. */
  units: number[];
  /** Units of the known weeks only. */
  known: number[];
  /** First week to forecast. */
  next: Week;
}

const WITH_HISTORY: readonly Task[] = ['KNOWN', 'YOUNG'];

/** A baseline that forecasts each product only from its own past: one point a week, as median and as mean. */
export function perSeries(
  name: string,
  forecast: (series: Series, horizon: number) => number[],
  options: { tasks?: readonly Task[]; unavailable?: (weeks: number) => string | null } = {},
): Forecaster {
  return {
    name,
    tasks: options.tasks ?? WITH_HISTORY,
    seeds: 'none',
    unavailable: (panel) => options.unavailable?.(panel.weeks) ?? null,
    fit: () =>
      Promise.resolve({
        predict: (cases) =>
          Promise.resolve(cases.map((one) => points(forecast(seriesOf(one), one.plan.length)))),
      }),
  };
}

/** One point a week, used both as median and as mean. */
export function points(values: readonly number[]): CaseForecast {
  return { weeks: values.map((value) => ({ p50: value, mean: value })) };
}

export function repeat(value: number, horizon: number): number[] {
  return new Array<number>(horizon).fill(value);
}

function seriesOf(one: Case): Series {
  const units = one.record.history.map((week) => week.units);
  return { units, known: present(units), next: one.record.origin };
}
