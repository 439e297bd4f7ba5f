import { SERIES } from './series';
import { t } from '../../languages/speech';

export function SeriesLegend() {
  return (
    <p class="legend">
      {SERIES.map(({ label, mark }) => (
        <span key={label} class={mark}>
          {t(`evaluation.${label}`)}
        </span>
      ))}
    </p>
  );
}
