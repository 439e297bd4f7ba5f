import type { ItemForecast } from '../../../contract/forecastAnswers';
import { ForecastChart } from '../../charts/ForecastChart';
import { change, percentChange, units } from '../../components/format';
import { Loading, Warnings } from '../../components/Notes';
import { t } from '../../languages/speech';

interface OutcomeProps {
  phase: 'idle' | 'loading' | 'done' | 'failed';
  forecast?: ItemForecast;
  base?: ItemForecast;
  /** Difference of the total's mean to the base; omitted for the base itself. */
  difference?: number;
  /** Upper end of the shared scale. */
  top: number;
}

/** The result of a variant: its total with the difference to the base, its range, its weeks. */
export function Outcome({ phase, forecast, base, difference, top }: OutcomeProps) {
  if (!forecast || !base) return phase === 'loading' ? <Loading what={t('common.forecasting')} /> : <div />;
  const { mean, p10, p90 } = forecast.total;
  const share = base.total.mean > 0 && difference !== undefined ? difference / base.total.mean : null;
  return (
    <div class={phase === 'done' ? '' : 'stale'}>
      <p class="figure-range" aria-live="polite">
        {t('whatif.units', { units: units(mean), count: units(mean) === '1' ? 1 : 2 })}
      </p>
      <p>
        {difference === undefined ? (
          <span class="badge">{t('whatif.base')}</span>
        ) : (
          <span class={`badge ${direction(difference)}`}>
            {effectUnknown(forecast, difference) ? t('whatif.unknownEffect') : change(difference)}
            {share !== null && change(difference) !== '±0' && ` (${percentChange(share)})`}
          </span>
        )}
      </p>
      <p class="figure-caption">{t('whatif.range', { low: units(p10), high: units(p90) })}</p>
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

/** If the effect of a price or promotion is unknown, it is not shown as 0. */
function effectUnknown({ warnings }: ItemForecast, difference: number): boolean {
  const unknown = warnings.some(({ code }) => /^(price|promotion)_effect_unknown$/.test(code));
  return unknown && change(difference) === '±0';
}

function direction(difference: number): string {
  if (change(difference) === '±0') return '';
  return difference < 0 ? 'bad' : 'good';
}
