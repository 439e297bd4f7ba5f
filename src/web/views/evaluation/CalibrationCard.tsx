import * as Plot from '@observablehq/plot';
import type { TaskReport } from '../../../contract/evaluation';
import { sharesFrame } from '../../charts/frame';
import { PlotFigure } from '../../charts/PlotFigure';
import { percent } from '../../components/format';
import { TASK_TITLES } from '../../components/modelTerms';
import { Term } from '../../components/Term';
import { ofSeries, SERIES_COLOURS } from './series';
import { SeriesLegend } from './SeriesLegend';
import { SmallCharts } from './SmallCharts';

type Curves = TaskReport['calibration'];
const TICKS = [0.1, 0.5, 0.9];

/** Whether ranges hold what they promise: a level of 10% should be undercut in 10 cases out of 100. */
export function CalibrationCard({ reports }: { reports: Pick<TaskReport, 'calibration' | 'task'>[] }) {
  const charts = reports
    .map(({ task, calibration }) => ({ title: TASK_TITLES[task]!, curves: ofSeries(calibration) }))
    .filter(({ curves }) => curves.length > 0)
    .map(({ title, curves }) => ({ title, chart: <CalibrationChart title={title} curves={curves} /> }));
  return (
    <SmallCharts
      heading="Do the ranges hold?"
      caption={
        <>
          <Term explain="A point at 10% across and 12% up: the forecast promised that 10 products in 100 sell less than its low end, and 12 did.">
            Promised
          </Term>{' '}
          share of products below a figure, against the share that was. On the dashed line a range is right.
        </>
      }
      charts={charts}
      legend={<SeriesLegend />}
    />
  );
}

export function CalibrationChart({ title, curves }: { title: string; curves: Curves }) {
  const points = curves.flatMap(({ model, points: own }) => own.map((point) => ({ ...point, model })));
  const draw = (width: number) =>
    Plot.plot({
      ...sharesFrame(width, TICKS),
      color: SERIES_COLOURS,
      marks: [
        Plot.line([0, 1], {
          x: (at) => at,
          y: (at) => at,
          stroke: 'var(--line-strong)',
          strokeDasharray: '4 4',
        }),
        Plot.lineY(points, { x: 'level', y: 'observed', stroke: 'model', strokeWidth: 2 }),
        Plot.dot(points, { x: 'level', y: 'observed', fill: 'model', r: 3.5 }),
      ],
    });
  const words = points.map(
    ({ model, level, observed }) => `${model} ${percent(level)}: ${percent(observed)}`,
  );
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={curves}
      label={`${title}, promised and observed: ${words.join('; ')}`}
    />
  );
}
