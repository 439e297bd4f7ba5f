import type { ItemForecast } from '../../../contract/forecasting';
import { ForecastChart } from '../../charts/ForecastChart';
import { change, percentChange, units } from '../../components/format';
import { Loading, Warnings } from '../../components/Notes';

interface OutcomeProps {
  phase: 'idle' | 'loading' | 'done' | 'failed';
  forecast?: ItemForecast;
  base?: ItemForecast;
  /** Of the totals' means to the base; none for the base itself. */
  difference?: number;
  /** Upper end of the charts' common scale. */
  top: number;
}

/** What comes of a variant: its total with the difference to the base, its range, its weeks. */
export function Outcome({ phase, forecast, base, difference, top }: OutcomeProps) {
  if (!forecast || !base) return phase === 'loading' ? <Loading what="Forecasting" /> : <div />;
  const { mean, p10, p90 } = forecast.total;
  const share = base.total.mean > 0 && difference !== undefined ? difference / base.total.mean : null;
  return (
    <div class={phase === 'done' ? '' : 'stale'}>
      <p class="figure-range" aria-live="polite">
        {units(mean)} units
      </p>
      <p>
        {difference === undefined ? (
          <span class="badge">base</span>
        ) : (
          <span class={`badge ${direction(difference)}`}>
            {effectUnknown(forecast, difference) ? 'effect of the price unknown' : change(difference)}
            {share !== null && change(difference) !== '±0' && ` (${percentChange(share)})`}
          </span>
        )}
      </p>
      <p class="figure-caption">
        80% range {units(p10)} to {units(p90)}
      </p>
      {forecast.forecast.length > 0 && (
        <ForecastChart
          forecast={forecast.forecast}
          beside={difference === undefined ? undefined : base.forecast}
          height={180}
          top={top}
        />
      )}
      <Warnings warnings={forecast.warnings} />
    </div>
  );
}

/** A price that changes nothing because nobody knows what it does is no figure of 0. */
function effectUnknown({ warnings }: ItemForecast, difference: number): boolean {
  return change(difference) === '±0' && warnings.some(({ code }) => code === 'price_effect_unknown');
}

function direction(difference: number): string {
  if (change(difference) === '±0') return '';
  return difference < 0 ? 'bad' : 'good';
}
