import { certain } from '../../common/certain';
import type { Forecast, Range, WeekForecast } from '../../contract/forecastAnswers';
import type { HeadOutputs } from '../../contract/head';
import type { Manifest } from '../../contract/manifest';
import { mondayOf, type Week } from '../../common/week';
import { spanMean, spanRange } from '../../decisions/spanRange';

/** A forecast is not more precise than a ten-thousandth of a unit. */
const ROUNDING = 1e4;

export function rounded(value: number): number {
  return Math.round(value * ROUNDING) / ROUNDING;
}

/** Row `row` of a head's outputs for `rows` records, as weeks and their total. */
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

/** The first `span` weeks of a forecast, with the distribution of their sum as total. */
export function firstWeeks({ forecast, total }: Forecast, span: number | undefined): Forecast {
  if (span === undefined || span === forecast.length) return { forecast, total };
  const range = Object.entries(spanRange(forecast, total, span)).map(([name, value]) => [
    name,
    rounded(value),
  ]);
  return { forecast: forecast.slice(0, span), total: Object.fromEntries(range) as Range };
}

/** Mean of the total for one row, or of its first `span` weeks together, unrounded. */
export function totalMean({ mean }: HeadOutputs, row: number, rows: number, span?: number): number {
  const steps = mean.length / rows;
  const total = mean[(row + 1) * steps - 1];
  return span === undefined
    ? total
    : spanMean([...mean.subarray(row * steps, (row + 1) * steps - 1)], total, span);
}

const namesOf = new WeakMap<Manifest, string[]>();

/** `p10` and so on; computed once per model, not per item. */
function quantileNames(manifest: Manifest): string[] {
  let names = namesOf.get(manifest);
  if (!names) {
    names = manifest.quantiles.map((quantile) => `p${Number((quantile * 100).toFixed(4))}`);
    namesOf.set(manifest, names);
  }
  return names;
}
