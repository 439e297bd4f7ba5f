import type { ItemForecast, WhatifResponse } from '../../../contract/forecasting';
import { ForecastChart } from '../../charts/ForecastChart';
import { change, day, units } from '../../components/format';
import { Warnings } from '../../components/Notes';
import type { Variant } from '../../state/variants';

interface MultiplesProps {
  result: WhatifResponse;
  variants: Variant[];
  stale: boolean;
}

/** The base and its variants as small charts on one scale, with the difference of each to the base. */
export function VariantMultiples({ result, variants, stale }: MultiplesProps) {
  const all: ItemForecast[] = [result.base, ...result.variants];
  const top = Math.max(...all.flatMap((one) => one.forecast.map((week) => week.p90)));
  return (
    <div class={stale ? 'multiples stale' : 'multiples'}>
      <Multiple name="As it stands" detail="" forecast={result.base} top={top} />
      {result.variants.map((variant, index) => (
        <Multiple
          key={index}
          name={`Variant ${index + 1}`}
          detail={describe(variants[index])}
          forecast={variant}
          top={top}
          difference={variant.difference}
        />
      ))}
    </div>
  );
}

interface MultipleProps {
  name: string;
  detail: string;
  forecast: ItemForecast;
  top: number;
  difference?: number;
}

function Multiple({ name, detail, forecast, top, difference }: MultipleProps) {
  return (
    <section class="card" aria-label={name}>
      <h2>{name}</h2>
      <p class="figures">
        <span class="figure-range">{units(forecast.total.mean)} units</span>
        {difference !== undefined && (
          <span class={difference < 0 ? 'badge bad' : 'badge good'}>{change(difference)}</span>
        )}
      </p>
      <p class="figure-caption">
        80% range {units(forecast.total.p10)} to {units(forecast.total.p90)}
      </p>
      <ForecastChart forecast={forecast.forecast} height={150} top={top} />
      <p class="card-note" dir="auto">
        {detail || '\u00a0'}
      </p>
      <Warnings warnings={forecast.warnings} />
    </section>
  );
}

function describe(variant: Variant | undefined): string {
  if (!variant) return '';
  const parts = [
    variant.promo_text.trim(),
    variant.price && `at ${variant.price}`,
    variant.date && `from ${day(variant.date)}`,
  ];
  return parts.filter(Boolean).join(' · ');
}
