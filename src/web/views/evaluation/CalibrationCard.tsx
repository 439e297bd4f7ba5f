import * as Plot from '@observablehq/plot';
import type { TaskReport } from '../../../contract/evaluation';
import { PlotFigure } from '../../charts/PlotFigure';

/** Whether ranges hold what they promise: a level of 10% should be undercut in 10 cases out of 100. */
export function CalibrationCard({ curves }: { curves: TaskReport['calibration'] }) {
  const points = curves.flatMap(({ model, points }) => points.map((point) => ({ ...point, model })));
  if (points.length === 0) return null;
  const draw = (width: number) =>
    Plot.plot({
      width: Math.min(width, 460),
      height: Math.min(width, 460) * 0.75,
      marginLeft: 44,
      style: { background: 'none', color: 'var(--ink-soft)', fontSize: '12px' },
      x: { domain: [0, 1], label: 'promised share below', tickFormat: '%', grid: true },
      y: { domain: [0, 1], label: 'observed', tickFormat: '%', grid: true },
      color: {
        domain: curves.map((curve) => curve.model),
        range: ['var(--accent)', 'var(--plain)', 'var(--warn-line)'],
        legend: true,
      },
      marks: [
        Plot.line([{ at: 0 }, { at: 1 }], {
          x: 'at',
          y: 'at',
          stroke: 'var(--line-strong)',
          strokeDasharray: '4 4',
        }),
        Plot.lineY(points, { x: 'level', y: 'observed', stroke: 'model' }),
        Plot.dot(points, { x: 'level', y: 'observed', fill: 'model', r: 4 }),
      ],
    });
  return (
    <section class="card" aria-labelledby="calibration-title">
      <h2 id="calibration-title">Do the ranges hold?</h2>
      <p class="figure-caption">On the dashed line a range holds exactly what it promises.</p>
      <PlotFigure
        draw={draw}
        drawnFrom={curves}
        label="Promised against observed share of sales below each quantile"
      />
    </section>
  );
}
