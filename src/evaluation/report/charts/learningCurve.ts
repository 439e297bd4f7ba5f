import type { DemandEvaluation } from '../../../contract/evaluation/demandEvaluation';
import type { Html } from '../html';
import { COLOURS, draw } from '../plot';
import type { Reporter } from '../reporter';

/** Loss of the text-aware model on held-out weeks by training steps, one line an origin. */
export function learningCurveChart(reporter: Reporter, curves: DemandEvaluation['learning_curve']): Html {
  const { plot, t } = reporter;
  const points = curves.flatMap(({ origin, looks }) =>
    looks.map(({ steps, held_out }) => ({ origin, steps, loss: held_out })),
  );
  return draw(
    reporter,
    {
      width: 440,
      height: 260,
      marginLeft: 52,
      marginTop: 30,
      marginBottom: 44,
      x: {
        label: t('report.learning.steps'),
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: 6,
        tickFormat: 'd',
      },
      y: { label: t('report.learning.loss'), grid: true, nice: true, ticks: 5, labelArrow: 'none' },
      marks: [
        plot.line(points, { x: 'steps', y: 'loss', z: 'origin', stroke: COLOURS.text, strokeOpacity: 0.75 }),
      ],
    },
    t('report.learning.chart', { origins: curves.length }),
  );
}
