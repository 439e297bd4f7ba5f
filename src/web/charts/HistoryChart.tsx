import * as Plot from '@observablehq/plot';
import { day, units } from '../components/format';
import { PlotFigure } from './PlotFigure';

/** Weekly units of a known product. */
export function HistoryChart({ history }: { history: { week: string; units: number }[] }) {
  const weeks = history.map((week) => ({ ...week, date: new Date(`${week.week}T00:00:00Z`) }));
  const draw = (width: number) =>
    Plot.plot({
      width,
      height: 180,
      marginLeft: 44,
      style: { background: 'none', color: 'var(--ink-soft)', fontSize: '12px' },
      x: { type: 'utc', label: null },
      y: { grid: true, label: null, ticks: 4 },
      marks: [
        Plot.areaY(weeks, { x: 'date', y: 'units', fill: 'var(--accent-wash)', curve: 'step' }),
        Plot.lineY(weeks, {
          x: 'date',
          y: 'units',
          stroke: 'var(--accent)',
          strokeWidth: 1.5,
          curve: 'step',
        }),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
      ],
    });
  const last = history.slice(-4).map((week) => `${day(week.week)} ${units(week.units)}`);
  return (
    <PlotFigure draw={draw} drawnFrom={history} label={`Weekly sales; last weeks: ${last.join(', ')}`} />
  );
}
