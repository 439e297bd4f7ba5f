import type { DemandEvaluation } from '../../../contract/evaluation';
import type { Html } from '../html';
import { colourOf, draw, type Plot } from '../plot';

/** Error on known products by weeks of history that the forecast may look at; one line a model. */
export function lagDepthChart(plot: Plot, curves: DemandEvaluation['lag_depth']): Html {
  const points = curves.flatMap(({ model, points: all }) =>
    all.flatMap(({ depth, wape }) => (wape === null ? [] : [{ model, depth: depthName(depth), wape }])),
  );
  const depths = [...new Set(points.map((point) => point.depth))];
  return draw(
    plot,
    {
      width: 440,
      height: 280,
      marginLeft: 44,
      marginRight: 96,
      marginBottom: 44,
      x: {
        type: 'point',
        label: 'weeks of history visible',
        labelAnchor: 'center',
        labelArrow: 'none',
        domain: depths,
      },
      y: { label: 'WAPE', grid: true, nice: true, ticks: 5, labelArrow: 'none' },
      marks: [
        plot.line(points, {
          x: 'depth',
          y: 'wape',
          z: 'model',
          stroke: (point) => colourOf(point.model),
          strokeWidth: 2.5,
        }),
        plot.dot(points, { x: 'depth', y: 'wape', fill: (point) => colourOf(point.model), r: 3.5 }),
        plot.text(
          points.filter((point) => point.depth === depths[0]),
          { x: 'depth', y: 'wape', text: (point) => point.wape.toFixed(2), dy: -12, fill: 'currentColor' },
        ),
        ...nameMarks(
          plot,
          points.filter((point) => point.depth === depths.at(-1)),
        ),
      ],
    },
    `Error on known products by weeks of history visible, for ${curves.map((curve) => curve.model).join(' and ')}`,
  );
}

function depthName(depth: number | null): string {
  return depth === null ? 'all' : String(depth);
}

/** The name of the upper line goes above its end, those of the others below. */
function nameMarks(plot: Plot, ends: readonly { model: string; depth: string; wape: number }[]) {
  const top = Math.max(...ends.map((end) => end.wape));
  return ends.map((end) =>
    plot.text([end], {
      x: 'depth',
      y: 'wape',
      dx: 9,
      text: 'model',
      textAnchor: 'start',
      lineAnchor: end.wape === top ? 'bottom' : 'top',
      fill: colourOf(end.model),
      fontWeight: 600,
    }),
  );
}
