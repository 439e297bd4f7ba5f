import type { DemandEvaluation } from '../../../contract/evaluation/demandEvaluation';
import type { Html } from '../html';
import { colourOf, draw } from '../plot';
import type { Reporter } from '../reporter';
import { listed, methodNamed } from '../../../languages/speaker';

/** Error on known products by weeks of history that the forecast may look at; one line a model. */
export function lagDepthChart(reporter: Reporter, curves: DemandEvaluation['lag_depth']): Html {
  const { plot, t, formats } = reporter;
  const depthName = (depth: number | null) => (depth === null ? t('report.history.all') : String(depth));
  const points = curves.flatMap(({ model, points: all }) =>
    all.flatMap(({ depth, wape }) => (wape === null ? [] : [{ model, depth: depthName(depth), wape }])),
  );
  const depths = [...new Set(points.map((point) => point.depth))];
  return draw(
    reporter,
    {
      width: 440,
      height: 290,
      marginTop: 30,
      marginLeft: 44,
      marginRight: 24,
      marginBottom: 44,
      x: {
        type: 'point',
        label: t('report.history.axis'),
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
          {
            x: 'depth',
            y: 'wape',
            text: (point) => formats.fixed(point.wape, 2),
            dy: -12,
            fill: 'currentColor',
          },
        ),
      ],
    },
    t('report.history.chart', {
      models: listed(
        reporter,
        curves.map(({ model }) => methodNamed(reporter, model)),
      ),
    }),
  );
}
