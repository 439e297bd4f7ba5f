import * as Plot from '@observablehq/plot';
import type { WeekForecast } from '../../contract/forecasting';
import { day, units } from '../components/format';
import { PlotFigure } from './PlotFigure';

interface ForecastChartProps {
  forecast: WeekForecast[];
  numericOnly?: WeekForecast[];
  height?: number;
  /** Upper end of the scale, for charts that are compared; default: from the data. */
  top?: number;
}

/** Weekly forecast: median as a line, 80% range as a band, the numeric-only median dashed. */
export function ForecastChart({ forecast, numericOnly, height = 260, top }: ForecastChartProps) {
  const weeks = forecast.map((week) => ({ ...week, name: day(week.week) }));
  const plain = numericOnly?.map((week) => ({ ...week, name: day(week.week) })) ?? [];
  const draw = (width: number) =>
    Plot.plot({
      width,
      height,
      marginLeft: 44,
      marginRight: 16,
      style: { background: 'none', color: 'var(--ink-soft)', fontSize: '12px' },
      x: { type: 'point', domain: weeks.map((week) => week.name), label: null, padding: 0.3, tickSize: 0 },
      y: { grid: true, label: null, zero: true, nice: true, ticks: 4, ...(top ? { domain: [0, top] } : {}) },
      marks: [
        Plot.areaY(weeks, {
          x: 'name',
          y1: 'p10',
          y2: 'p90',
          fill: 'var(--accent-wash)',
          curve: 'monotone-x',
        }),
        Plot.lineY(plain, {
          x: 'name',
          y: 'p50',
          stroke: 'var(--plain)',
          strokeWidth: 2,
          strokeDasharray: '5 4',
        }),
        Plot.lineY(weeks, {
          x: 'name',
          y: 'p50',
          stroke: 'var(--accent)',
          strokeWidth: 2.5,
          curve: 'monotone-x',
        }),
        Plot.dot(weeks, { x: 'name', y: 'p50', fill: 'var(--accent)', r: 4 }),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        Plot.tip(
          weeks,
          Plot.pointerX({
            x: 'name',
            y: 'p50',
            fill: 'var(--surface)',
            stroke: 'var(--line-strong)',
            title: (week) =>
              `week of ${week.name}\n${units(week.p50)} (${units(week.p10)} to ${units(week.p90)})`,
          }),
        ),
      ],
    });
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={`${JSON.stringify([forecast, numericOnly])}${top}`}
      label={inWords(forecast)}
    />
  );
}

function inWords(forecast: WeekForecast[]): string {
  const weeks = forecast.map(
    (week) =>
      `week of ${day(week.week)} ${units(week.p50)} units, range ${units(week.p10)} to ${units(week.p90)}`,
  );
  return `Forecast: ${weeks.join('; ')}.`;
}
