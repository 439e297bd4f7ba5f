import type { DemandEvaluation } from '../../../contract/evaluation/demandEvaluation';
import type { Html } from '../html';
import { COLOURS, draw } from '../plot';
import type { Reporter } from '../reporter';

type Example = DemandEvaluation['examples'][number];

/** One forecast beside what was sold: history, 80% range, median, numeric-only median, actual weeks. */
export function exampleChart(reporter: Reporter, { sku, history, forecast }: Example): Html {
  const { plot, t, formats } = reporter;
  const day = (week: string) => new Date(`${week}T00:00:00Z`);
  const weeks = forecast.map((step) => ({ ...step, day: day(step.week) }));
  const past = history.map((week) => ({ ...week, day: day(week.week) }));
  const ranged = weeks.filter((step) => step.p10 !== null);
  const compared = weeks.filter((step) => step.numeric_only !== null);
  return draw(
    reporter,
    {
      width: 340,
      height: 200,
      marginTop: 30,
      marginLeft: 44,
      marginRight: 14,
      marginBottom: 28,
      x: {
        type: 'utc',
        label: null,
        ticks: 2,
        insetLeft: 28,
        insetRight: 14,
        tickFormat: (at: Date) => formats.month(at.toISOString().slice(0, 10)),
      },
      y: {
        label: t('report.examples.units'),
        grid: true,
        ticks: 4,
        zero: true,
        nice: true,
        labelArrow: 'none',
      },
      marks: [
        plot.areaY(ranged, { x: 'day', y1: 'p10', y2: 'p90', fill: COLOURS.text, fillOpacity: 0.18 }),
        plot.lineY(past, { x: 'day', y: 'units', stroke: COLOURS.actual, strokeWidth: 1.5 }),
        plot.lineY(compared, {
          x: 'day',
          y: 'numeric_only',
          stroke: COLOURS.numeric,
          strokeDasharray: '5 3',
        }),
        plot.lineY(weeks, { x: 'day', y: 'p50', stroke: COLOURS.text, strokeWidth: 2.5 }),
        plot.dot(weeks, { x: 'day', y: 'actual', fill: COLOURS.actual, r: 4 }),
      ],
    },
    t('report.examples.chart', {
      sku,
      weeks: weeks
        .map((step) =>
          t('report.examples.week', {
            week: step.week,
            forecast: Math.round(step.p50),
            sold: step.actual,
          }),
        )
        .join('; '),
    }),
  );
}
