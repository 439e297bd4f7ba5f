import * as Plot from '@observablehq/plot';
import { units } from '../components/format';
import { PlotFigure } from './PlotFigure';

/** Units of a product in the weeks from its launch on. */
export function LaunchChart({ launch }: { launch: number[] }) {
  const weeks = launch.map((value, index) => ({ week: index + 1, units: value }));
  const draw = (width: number) =>
    Plot.plot({
      width,
      height: 64,
      margin: 2,
      axis: null,
      y: { zero: true },
      style: { background: 'none' },
      marks: [
        Plot.areaY(weeks, { x: 'week', y: 'units', fill: 'var(--accent-wash)' }),
        Plot.lineY(weeks, { x: 'week', y: 'units', stroke: 'var(--accent)', strokeWidth: 1.5 }),
      ],
    });
  const first = launch.slice(0, 4).map(units).join(', ');
  return <PlotFigure draw={draw} drawnFrom={launch} label={`Launch, units in its first weeks: ${first}`} />;
}
