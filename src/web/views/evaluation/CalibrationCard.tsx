import * as Plot from '@observablehq/plot';
import type { TaskReport } from '../../../contract/evaluation/taskReport';
import { sharesFrame } from '../../charts/frame';
import { PlotFigure } from '../../charts/PlotFigure';
import { percent } from '../../components/format';
import { methodName, taskTitle } from '../../components/methods';
import { Term } from '../../components/Term';
import { ofSeries, SERIES_COLOURS } from './series';
import { SeriesLegend } from './SeriesLegend';
import { SmallCharts } from './SmallCharts';
import { Rich } from '../../components/Rich';
import { t } from '../../languages/speech';

type Curves = TaskReport['calibration'];
const TICKS = [0.1, 0.5, 0.9];

/** Calibration of the ranges: actual sales should be below the 10% level in 10 of 100 cases. */
export function CalibrationCard({ reports }: { reports: Pick<TaskReport, 'calibration' | 'task'>[] }) {
  const charts = reports
    .map(({ task, calibration }) => ({ title: taskTitle(task), curves: ofSeries(calibration) }))
    .filter(({ curves }) => curves.length > 0)
    .map(({ title, curves }) => ({ title, chart: <CalibrationChart title={title} curves={curves} /> }));
  return (
    <SmallCharts
      heading={t('evaluation.ranges.title')}
      caption={
        <Rich
          text={t('evaluation.ranges.note')}
          parts={{ term: (words) => <Term explain={t('evaluation.ranges.term')}>{words}</Term> }}
        />
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
  const words = points.map(({ model, level, observed }) =>
    t('evaluation.ranges.point', {
      model: methodName(model),
      level: percent(level),
      observed: percent(observed),
    }),
  );
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={curves}
      label={t('evaluation.ranges.said', { title, points: words.join('; ') })}
    />
  );
}
