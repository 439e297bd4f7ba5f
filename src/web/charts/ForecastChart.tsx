import * as Plot from '@observablehq/plot';
import type { WeekForecast } from '../../contract/forecastAnswers';
import { day, units } from '../components/format';
import { FRAME, upright } from './frame';
import { LINE } from './line';
import { PlotFigure } from './PlotFigure';
import { t } from '../languages/speech';

/** Pixels: width of a week's name, and free space after the last one. */
const NAME_WIDTH = 56;
const MARGIN_RIGHT = 16;

interface ForecastChartProps {
  forecast: WeekForecast[];
  /** A second, dashed forecast of the same number of weeks. */
  beside?: WeekForecast[];
  height?: number;
  /** Upper end of a shared scale; default: from the data. */
  top?: number;
}

/**
 * Weekly forecast: the expected sales as a line, the 80% range as a band. The line adds up to the total shown next to
 * it.
 */
export function ForecastChart({ forecast, beside = [], height = 260, top }: ForecastChartProps) {
  const weeks = forecast.map((week) => ({ ...week, name: day(week.week) }));
  const other = beside
    .slice(0, weeks.length)
    .map((week, index) => ({ [LINE]: week[LINE], name: weeks[index]!.name }));
  const draw = (width: number) =>
    Plot.plot({
      ...FRAME,
      width,
      height,
      marginRight: MARGIN_RIGHT,
      x: {
        ...{ type: 'point', label: null, padding: 0.3, tickSize: 0 },
        domain: weeks.map((week) => week.name),
        ticks: apart(weeks, width).map((week) => week.name),
      },
      y: { ...upright(t('forecast.chart.unitsAWeek')), zero: true, ...(top ? { domain: [0, top] } : {}) },
      marks: [
        Plot.areaY(weeks, {
          x: 'name',
          y1: 'p10',
          y2: 'p90',
          fill: 'var(--accent-wash)',
          curve: 'monotone-x',
        }),
        Plot.lineY(other, {
          x: 'name',
          y: LINE,
          stroke: 'var(--plain)',
          strokeWidth: 2,
          strokeDasharray: '5 4',
        }),
        Plot.lineY(weeks, {
          x: 'name',
          y: LINE,
          stroke: 'var(--accent)',
          strokeWidth: 2.5,
          curve: 'monotone-x',
        }),
        Plot.dot(weeks, { x: 'name', y: LINE, fill: 'var(--accent)', r: 4 }),
        Plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        Plot.tip(
          weeks,
          Plot.pointerX({
            x: 'name',
            y: LINE,
            fill: 'var(--surface)',
            stroke: 'var(--line-strong)',
            title: (week) =>
              [
                t('forecast.chart.week', { day: week.name }),
                t('forecast.chart.point', {
                  units: units(week[LINE]),
                  low: units(week.p10),
                  high: units(week.p90),
                }),
                t('forecast.chart.half', { units: units(week.p50) }),
              ].join('\n'),
          }),
        ),
      ],
    });
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={JSON.stringify([forecast, beside, top])}
      label={inWords(forecast)}
      stops={weeks.map((week) => week.name)}
    />
  );
}

/** The weeks to name, so that names do not overlap. */
function apart<T>(weeks: readonly T[], width: number): readonly T[] {
  const step = Math.ceil((weeks.length * NAME_WIDTH) / Math.max(1, width - FRAME.marginLeft - MARGIN_RIGHT));
  return weeks.filter((_, at) => at % step === 0);
}

function inWords(forecast: WeekForecast[]): string {
  const weeks = forecast.map((week) =>
    t('forecast.chart.saidWeek', {
      day: day(week.week),
      units: units(week[LINE]),
      low: units(week.p10),
      high: units(week.p90),
    }),
  );
  return t('forecast.chart.said', { weeks: weeks.join('; ') });
}
