import * as Plot from '@observablehq/plot';
import { day, units } from '../components/format';
import { t } from '../languages/speech';
import { FRAME, timeAxis, upright } from './frame';
import { PlotFigure } from './PlotFigure';

/** Units of all products together, by week. */
export function WeekTotalsChart({ weeks }: { weeks: { week: string; units: number }[] }) {
  const dated = weeks.map((week) => ({ ...week, date: new Date(`${week.week}T00:00:00Z`) }));
  const draw = (width: number) =>
    Plot.plot({
      ...FRAME,
      width,
      height: 180,
      x: timeAxis(width),
      y: { ...upright(t('forecast.chart.unitsAWeek')), zero: true },
      marks: [
        Plot.areaY(dated, { x: 'date', y: 'units', fill: 'var(--accent-wash)', curve: 'step' }),
        Plot.lineY(dated, {
          x: 'date',
          y: 'units',
          stroke: 'var(--accent)',
          strokeWidth: 1.5,
          curve: 'step',
        }),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        Plot.tip(
          dated,
          Plot.pointerX({
            x: 'date',
            y: 'units',
            fill: 'var(--surface)',
            stroke: 'var(--line-strong)',
            title: (week) => `${t('sales.understood.week', { day: day(week.week) })}\n${units(week.units)}`,
          }),
        ),
      ],
    });
  const last = weeks.slice(-4).map((week) => `${day(week.week)} ${units(week.units)}`);
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={weeks}
      label={t('sales.understood.chart', { weeks: last.join(', ') })}
      stops={dated.map(({ date }) => date)}
    />
  );
}
