import type { TaskReport } from '../../../contract/evaluation/taskReport';
import type { Html } from '../html';
import { COLOURS, colourOf, draw } from '../plot';
import type { Reporter } from '../reporter';

/** Share of actual values at or below each forecast quantile; on the diagonal it is as promised. */
export function calibrationChart(
  reporter: Reporter,
  calibration: TaskReport['calibration'],
  label: string,
): Html {
  const points = calibration.flatMap(({ model, points: all }) => all.map((point) => ({ model, ...point })));
  const { plot, t, formats } = reporter;
  const { percent } = formats;
  return draw(
    reporter,
    {
      width: 300,
      height: 300,
      marginLeft: 52,
      marginTop: 30,
      marginBottom: 44,
      x: {
        domain: [0, 1],
        ticks: [0.1, 0.5, 0.9],
        tickFormat: percent,
        label: t('report.ranges.promised'),
        labelAnchor: 'center',
        labelArrow: 'none',
      },
      y: {
        domain: [0, 1],
        ticks: [0, 0.25, 0.5, 0.75, 1],
        tickFormat: percent,
        label: t('report.ranges.cameTrue'),
        labelArrow: 'none',
        grid: true,
      },
      marks: [
        plot.line(
          [
            [0, 0],
            [1, 1],
          ],
          { stroke: COLOURS.muted, strokeDasharray: '4 4' },
        ),
        plot.line(points, {
          x: 'level',
          y: 'observed',
          z: 'model',
          stroke: (point) => colourOf(point.model),
          strokeWidth: 2,
        }),
        plot.dot(points, { x: 'level', y: 'observed', fill: (point) => colourOf(point.model), r: 4.5 }),
      ],
    },
    label,
  );
}
