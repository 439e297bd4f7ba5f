import * as Plot from '@observablehq/plot';
import type { DemandEvaluation } from '../../../contract/evaluation';
import { PlotFigure } from '../../charts/PlotFigure';

/** How the error falls with the weeks of history that a model may see. */
export function LagDepthCard({ curves }: { curves: DemandEvaluation['lag_depth'] }) {
  const points = curves.flatMap(({ model, points }) =>
    points.map(({ depth, wape }) => ({ model, depth: depth === null ? 'all' : String(depth), wape })),
  );
  if (points.length === 0) return null;
  const depths = [...new Set(points.map((point) => point.depth))];
  const draw = (width: number) =>
    Plot.plot({
      width,
      height: 260,
      marginLeft: 44,
      marginRight: Math.min(150, width / 3),
      style: { background: 'none', color: 'var(--ink-soft)', fontSize: '12px' },
      x: { type: 'point', domain: depths, label: 'weeks of history' },
      y: { grid: true, label: 'WAPE', ticks: 4 },
      color: {
        domain: curves.map((curve) => curve.model),
        range: ['var(--accent)', 'var(--plain)', 'var(--warn-line)', 'var(--fail-line)'],
      },
      marks: [
        Plot.lineY(points, { x: 'depth', y: 'wape', stroke: 'model', strokeWidth: 2 }),
        Plot.dot(points, { x: 'depth', y: 'wape', fill: 'model', r: 3 }),
        Plot.text(
          points,
          Plot.selectLast({
            x: 'depth',
            y: 'wape',
            z: 'model',
            text: 'model',
            textAnchor: 'start',
            dx: 8,
            fill: 'var(--ink)',
          }),
        ),
      ],
    });
  return (
    <section class="card" aria-labelledby="lag-depth-title">
      <h2 id="lag-depth-title">The less history, the more the words count</h2>
      <p class="figure-caption">
        Error of the same products when only their last weeks may be seen; lower is better.
      </p>
      <PlotFigure draw={draw} drawnFrom={curves} label="Error by weeks of history, one line a model" />
    </section>
  );
}
