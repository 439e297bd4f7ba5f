import { SERIES } from './series';

export function SeriesLegend() {
  return (
    <p class="legend">
      {SERIES.map(({ label, mark }) => (
        <span key={label} class={mark}>
          {label}
        </span>
      ))}
    </p>
  );
}
