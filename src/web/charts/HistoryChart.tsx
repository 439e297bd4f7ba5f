import * as Plot from '@observablehq/plot';
import type { CatalogProduct } from '../../contract/catalog';
import type { WeekForecast } from '../../contract/forecastAnswers';
import { day, units } from '../components/format';
import { FRAME, timeAxis, upright } from './frame';
import { LINE } from './line';
import { PlotFigure } from './PlotFigure';
import { promotionName } from '../../languages/promotionName';
import { t } from '../languages/speech';

/** Em: longer texts are wrapped. */
const TIP_WIDTH = 22;

interface HistoryChartProps {
  /** Weeks shown, oldest first. */
  history: CatalogProduct['history'];
  forecast: WeekForecast[];
}

/**
 * Weekly units of a known product, with gaps for unknown weeks and marks for promotions, and then its forecast on the
 * same scale.
 */
export function HistoryChart({ history, forecast }: HistoryChartProps) {
  const dated = <T extends { week: string }>(weeks: T[]) =>
    weeks.map((week) => ({ ...week, date: new Date(`${week.week}T00:00:00Z`) }));
  const weeks = dated(history);
  const next = dated(forecast);
  const promoted = weeks.filter((week) => week.promo_text !== null);
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
        Plot.dot(promoted, {
          x: 'date',
          y: (week) => week.units ?? 0,
          symbol: 'diamond',
          r: 4.5,
          fill: 'var(--surface)',
          stroke: 'var(--ink)',
        }),
        Plot.tip(
          [...weeks, ...next.map((week) => ({ ...week, units: week[LINE], promo_text: null }))],
          Plot.pointerX({
            x: 'date',
            y: (week) => week.units ?? 0,
            lineWidth: TIP_WIDTH,
            fill: 'var(--surface)',
            stroke: 'var(--line-strong)',
            title: (week) =>
              [
                t('forecast.chart.week', { day: day(week.week) }),
                sold(week.units),
                ...(week.promo_text === null
                  ? []
                  : [promotionName(week.promo_text, t('catalog.product.weeks.promotion'))]),
              ].join('\n'),
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
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={JSON.stringify([history, forecast])}
      label={label}
      stops={[...weeks, ...next].map(({ date }) => date)}
    />
  );
}

function sold(value: number | null): string {
  return value === null ? t('forecast.chart.unknown') : units(value);
}
