import type { Forecast, Range, WeekForecast } from '../contract/forecasting';
import type { HeadOutputs } from '../contract/head';
import type { Manifest } from '../contract/manifest';
import { mondayOf, type Week } from '../contract/week';

/** Ten-thousandths of a unit are beyond what a forecast knows. */
const ROUNDING = 1e4;

export function rounded(value: number): number {
  return Math.round(value * ROUNDING) / ROUNDING;
}

/** Row `row` of what a head answered for `rows` records, as weeks and their total. */
export function forecastOf(
  { quantiles, mean }: HeadOutputs,
  row: number,
  rows: number,
  manifest: Manifest,
  origin: Week | null,
): Forecast {
  const names = manifest.quantiles.map(quantileName);
  const steps = mean.length / rows;
  const rangeAt = (step: number) => {
    const range: Record<string, number> = {};
    names.forEach((name, at) => {
      range[name] = rounded(quantiles[(row * steps + step) * names.length + at]);
    });
    range['mean'] = rounded(mean[row * steps + step]);
    return range;
  };
  const weeks = Array.from({ length: steps - 1 }, (_, step): WeekForecast => {
    return { week: mondayOf(origin! + step), ...rangeAt(step) } as WeekForecast;
  });
  return { forecast: weeks, total: rangeAt(steps - 1) as Range };
}

/** Mean of the total for one row, unrounded. */
export function totalMean({ mean }: HeadOutputs, row: number, rows: number): number {
  const steps = mean.length / rows;
  return mean[(row + 1) * steps - 1];
}

function quantileName(quantile: number): string {
  return `p${Number((quantile * 100).toFixed(4))}`;
}
