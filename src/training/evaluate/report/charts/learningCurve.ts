import type { DemandEvaluation } from '../../../../contract/evaluation';
import type { Html } from '../html';
import { COLOURS, draw, type Plot } from '../plot';

/** Training loss of the text-aware model by epoch, one line an origin. */
export function learningCurveChart(plot: Plot, curves: DemandEvaluation['learning_curve']): Html {
  const points = curves.flatMap(({ origin, epochs }) =>
    epochs.map(({ epoch, loss }) => ({ origin, epoch, loss })),
  );
  return draw(
    plot,
    {
      width: 440,
      height: 260,
      marginLeft: 52,
      marginBottom: 44,
      x: { label: 'epoch', labelAnchor: 'center', labelArrow: 'none', ticks: 6, tickFormat: 'd' },
      y: { label: 'loss', grid: true, nice: true, ticks: 5, labelArrow: 'none' },
      marks: [
        plot.line(points, { x: 'epoch', y: 'loss', z: 'origin', stroke: COLOURS.text, strokeOpacity: 0.75 }),
      ],
    },
    `Training loss of the text-aware model by epoch, at ${curves.length} origins`,
  );
}
