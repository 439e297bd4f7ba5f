import * as Plot from '@observablehq/plot';
import type { WeekForecast } from '../../contract/forecastAnswers';
import { day, units } from '../components/format';
import { FRAME, timeAxis, upright } from './frame';
import { LINE } from './line';
import { PlotFigure } from './PlotFigure';
import { t } from '../languages/speech';

/** Weeks that are shown of a product's past, enough for its season. */
const SHOWN_WEEKS = 52;

interface HistoryChartProps {
  history: { week: string; units: number | null }[];
  forecast: WeekForecast[];
}

/** Weekly units of a known product, broken where they are not known, and its forecast after them on the same scale. */
export function HistoryChart({ history, forecast }: HistoryChartProps) {
  const dated = <T extends { week: string }>(weeks: T[]) =>
    weeks.map((week) => ({ ...week, date: new Date(`${week.week}T00:00:00Z`) }));
  const weeks = dated(history.slice(-SHOWN_WEEKS));
  const next = dated(forecast);
  const draw = (width: number) =>
    Plot.plot({
      ...FRAME,
      width,
      height: 260,
      x: timeAxis(width),
      y: { ...upright(t('forecast.chart.unitsAWeek')), zero: true },
      marks: [
        Plot.areaY(weeks, { x: 'date', y: 'units', fill: 'var(--accent-wash)', curve: 'step' }),
        Plot.lineY(weeks, {
          x: 'date',
          y: 'units',
          stroke: 'var(--accent)',
          strokeWidth: 1.5,
          curve: 'step',
        }),
        Plot.areaY(next, {
          x: 'date',
          y1: 'p10',
          y2: 'p90',
          fill: 'var(--accent)',
          fillOpacity: 0.25,
          curve: 'monotone-x',
        }),
        Plot.lineY(next, { x: 'date', y: LINE, stroke: 'var(--ink)', strokeWidth: 2, curve: 'monotone-x' }),
        Plot.dot(next, { x: 'date', y: LINE, fill: 'var(--ink)', r: 3 }),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        Plot.tip(
          [...weeks, ...next.map((week) => ({ ...week, units: week[LINE] }))],
          Plot.pointerX({
            x: 'date',
            y: 'units',
            fill: 'var(--surface)',
            stroke: 'var(--line-strong)',
            title: (week) => `${t('forecast.chart.week', { day: day(week.week) })}\n${sold(week.units)}`,
          }),
        ),
      ],
    });
  const last = history.slice(-4).map((week) => `${day(week.week)} ${sold(week.units)}`);
  const coming = forecast.map(
    (week) =>
      `${day(week.week)} ${units(week[LINE])} (${t('common.range', { low: units(week.p10), high: units(week.p90) })})`,
  );
  const label = t('forecast.chart.history', { past: last.join(', '), next: coming.join(', ') });
  return <PlotFigure draw={draw} drawnFrom={JSON.stringify([history, forecast])} label={label} />;
}

function sold(value: number | null): string {
  return value === null ? t('forecast.chart.unknown') : units(value);
}
