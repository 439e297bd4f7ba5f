import { Term } from '../components/Term';
import { t } from '../languages/speech';

/** The legend of a forecast's lines. */
export function Legend({ beside }: { beside?: string }) {
  return (
    <p class="legend">
      <span class="line">
        <Term explain={t('forecast.chart.lineTerm')}>{t('forecast.chart.unitsAWeek')}</Term>
      </span>
      <span class="band">{t('forecast.figure.range')}</span>
      {beside && <span class="dashed">{beside}</span>}
    </p>
  );
}
