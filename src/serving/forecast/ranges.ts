import { certain } from '../../common/certain';
import type { Forecast, Range, WeekForecast } from '../../contract/forecasting';
import type { HeadOutputs } from '../../contract/head';
import type { Manifest } from '../../contract/manifest';
import { mondayOf, type Week } from '../../common/week';

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
  shown: (value: number) => number = rounded,
): Forecast {
  const names = quantileNames(manifest);
  const steps = mean.length / rows;
  const fill = (range: Record<string, unknown>, step: number) => {
    const at = row * steps + step;
    for (let q = 0; q < names.length; q++) range[names[q]] = shown(quantiles[at * names.length + q]);
    range['mean'] = shown(mean[at]);
    return range;
  };
  const weeks: WeekForecast[] = [];
  for (let step = 0; step < steps - 1; step++)
    weeks.push(
      fill({ week: mondayOf(certain(origin, 'origin of a weekly forecast') + step) }, step) as WeekForecast,
    );
  return { forecast: weeks, total: fill({}, steps - 1) as Range };
}

/** Mean of the total for one row, unrounded. */
export function totalMean({ mean }: HeadOutputs, row: number, rows: number): number {
  const steps = mean.length / rows;
  return mean[(row + 1) * steps - 1];
}

const namesOf = new WeakMap<Manifest, string[]>();

/** `p10` and so on; made once a model, not once an item. */
function quantileNames(manifest: Manifest): string[] {
  let names = namesOf.get(manifest);
  if (!names) {
    names = manifest.quantiles.map((quantile) => `p${Number((quantile * 100).toFixed(4))}`);
    namesOf.set(manifest, names);
  }
  return names;
}
