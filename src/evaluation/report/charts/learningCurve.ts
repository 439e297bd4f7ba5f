import type { DemandEvaluation } from '../../../contract/evaluation';
import type { Html } from '../html';
import { COLOURS, draw, type Plot } from '../plot';

/** Loss of the text-aware model on held-out weeks by training steps, one line an origin. */
export function learningCurveChart(plot: Plot, curves: DemandEvaluation['learning_curve']): Html {
  const points = curves.flatMap(({ origin, looks }) =>
    looks.map(({ steps, held_out }) => ({ origin, steps, loss: held_out })),
  );
  return draw(
    plot,
    {
      width: 440,
      height: 260,
      marginLeft: 52,
      marginBottom: 44,
      x: {
        label: 'training steps',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 6,
        tickFormat: 'd',
      },
      y: { label: 'loss on held-out weeks', grid: true, nice: true, ticks: 5, labelArrow: 'none' },
      marks: [
        plot.line(points, { x: 'steps', y: 'loss', z: 'origin', stroke: COLOURS.text, strokeOpacity: 0.75 }),
      ],
    },
    `Loss on held-out weeks of the text-aware model by training steps, at ${curves.length} origins`,
  );
}
