import type { PairedComparison } from '../../../contract/evaluation';
import type { Html } from '../html';
import { COLOURS, draw, type Plot } from '../plot';

const ROW_HEIGHT = 24;

/** Differences of error to other models with their 95% intervals; left of zero the text-aware model is better. */
export function differencesChart(
  plot: Plot,
  comparisons: readonly { b: string; result: PairedComparison }[],
  label: string,
): Html {
  const rows = comparisons.map(({ b, result }) => ({ b, ...result }));
  return draw(
    plot,
    {
      width: 440,
      height: 52 + ROW_HEIGHT * rows.length,
      marginLeft: 150,
      marginRight: 16,
      marginTop: 40,
      marginBottom: 6,
      x: {
        axis: 'top',
        label: '\u2190 text-aware better',
        labelAnchor: 'left',
        ticks: 5,
        grid: true,
        tickSize: 0,
      },
      y: { label: null, domain: rows.map((row) => row.b), tickSize: 0 },
      marks: [
        plot.ruleX([0], { stroke: 'currentColor' }),
        plot.link(rows, {
          x1: 'low',
          x2: 'high',
          y1: 'b',
          y2: 'b',
          stroke: COLOURS.text,
          strokeWidth: 3,
          strokeLinecap: 'round',
        }),
        plot.dot(rows, { x: 'difference', y: 'b', r: 4.5, fill: COLOURS.text }),
      ],
    },
    label,
  );
}
