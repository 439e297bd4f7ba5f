import { units } from '../components/format';
import { t } from '../languages/speech';

const WIDTH = 150;
const HEIGHT = 32;

/** A product's units in the weeks since its launch, as a small line next to text. */
export function LaunchChart({ launch }: { launch: number[] }) {
  const top = Math.max(...launch, 1);
  const points = launch.map((value, week) => {
    const x = (week / (launch.length - 1)) * WIDTH;
    return `${x.toFixed(1)},${(HEIGHT - 1 - (value / top) * (HEIGHT - 3)).toFixed(1)}`;
  });
  const first = launch.slice(0, 4).map(units).join(', ');
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={t('forecast.chart.launch', { units: first })}
    >
      <polygon points={`0,${HEIGHT} ${points.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline points={points.join(' ')} />
    </svg>
  );
}
