import * as Plot from '@observablehq/plot';
import { day, units } from '../components/format';
import { FRAME, UPRIGHT } from './frame';
import { PlotFigure } from './PlotFigure';

/** Weekly units of a known product; the line is broken where they are not known. */
export function HistoryChart({ history }: { history: { week: string; units: number | null }[] }) {
  const weeks = history.map((week) => ({ ...week, date: new Date(`${week.week}T00:00:00Z`) }));
  const draw = (width: number) =>
    Plot.plot({
      ...FRAME,
      width,
      height: 200,
      x: { type: 'utc', label: null, tickSize: 0, ticks: Math.max(3, Math.floor(width / 110)) },
      y: { ...UPRIGHT, zero: true },
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
        Plot.tip(
          weeks,
          Plot.pointerX({
            x: 'date',
            y: 'units',
            fill: 'var(--surface)',
            stroke: 'var(--line-strong)',
            title: (week) => `week of ${day(week.week)}\n${sold(week.units)}`,
          }),
        ),
      ],
    });
  const last = history.slice(-4).map((week) => `${day(week.week)} ${sold(week.units)}`);
  return (
    <PlotFigure draw={draw} drawnFrom={history} label={`Weekly sales; last weeks: ${last.join(', ')}`} />
  );
}

function sold(value: number | null): string {
  return value === null ? 'not known' : units(value);
}
