import type { ItemForecast, WhatifResponse } from '../../../contract/forecasting';
import { ForecastChart } from '../../charts/ForecastChart';
import { Legend } from '../../charts/Legend';
import { change, day, percentChange, units } from '../../components/format';
import { Warnings } from '../../components/Notes';
import type { Variant } from '../../state/variants';

interface MultiplesProps {
  result: WhatifResponse;
  variants: Variant[];
  stale: boolean;
}

/** The base and its variants as small charts on one scale, with the difference of each to the base. */
export function VariantMultiples({ result: { base, variants: forecasts }, variants, stale }: MultiplesProps) {
  const top = Math.max(...[base, ...forecasts].flatMap(({ forecast }) => forecast.map((week) => week.p90)));
  return (
    <div class={stale ? 'stack stale' : 'stack'}>
      <div class="multiples">
        <Multiple name="As it stands" forecast={base} top={top} />
        {forecasts.map((forecast, index) => (
          <Multiple
            key={index}
            name={`Variant ${index + 1}`}
            detail={describe(variants[index]!)}
            forecast={forecast}
            base={base}
            top={top}
            difference={forecast.difference}
          />
        ))}
      </div>
      <Legend beside="as it stands" />
    </div>
  );
}

interface MultipleProps {
  name: string;
  detail?: string;
  forecast: ItemForecast;
  base?: ItemForecast;
  top: number;
  difference?: number;
}

function Multiple({ name, detail, forecast, base, top, difference }: MultipleProps) {
  const { mean, p10, p90 } = forecast.total;
  return (
    <section class="card multiple" aria-label={name}>
      <h2>{name}</h2>
      <p class="clamped" dir="auto">
        {detail ?? 'the product without a change'}
      </p>
      <p class="figure-range">{units(mean)} units</p>
      <p>
        {difference === undefined ? (
          <span class="badge">base</span>
        ) : (
          <span class={`badge ${direction(difference)}`}>
            {change(difference)}
            {base && base.total.mean > 0 && ` (${percentChange(difference / base.total.mean)})`}
          </span>
        )}
      </p>
      <p class="figure-caption">
        80% range {units(p10)} to {units(p90)}
      </p>
      <ForecastChart forecast={forecast.forecast} beside={base?.forecast} height={180} top={top} />
      <Warnings warnings={forecast.warnings} />
    </section>
  );
}

function direction(difference: number): string {
  if (change(difference) === '±0') return '';
  return difference < 0 ? 'bad' : 'good';
}

function describe(variant: Variant): string {
  const parts = [
    variant.promo_text.trim(),
    variant.price && `at ${variant.price}`,
    variant.date && `from ${day(variant.date)}`,
  ];
  return parts.filter(Boolean).join(' · ') || 'no change yet';
}
