import type { PairedComparison } from '../../../contract/evaluation';
import type { Html } from '../html';
import { COLOURS, draw, type Plot } from '../plot';

const ROW_HEIGHT = 24;

/** Differences of error with their 95% intervals, by the model they are about; `left` says what it means to lie left of zero. */
export function differencesChart(
  plot: Plot,
  comparisons: readonly { model: string; result: PairedComparison }[],
  left: string,
  label: string,
): Html {
  const rows = comparisons.map(({ model, result }) => ({ model, ...result }));
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
        label: `\u2190 ${left}`,
        labelAnchor: 'left',
        ticks: 5,
        grid: true,
        tickSize: 0,
      },
      y: { label: null, domain: rows.map((row) => row.model), tickSize: 0 },
      marks: [
        plot.ruleX([0], { stroke: 'currentColor' }),
        plot.link(
          rows.filter(({ low }) => low !== null),
          {
            x1: 'low',
            x2: 'high',
            y1: 'model',
            y2: 'model',
            stroke: COLOURS.text,
            strokeWidth: 3,
            strokeLinecap: 'round',
          },
        ),
        plot.dot(rows, { x: 'difference', y: 'model', r: 4.5, fill: COLOURS.text }),
      ],
    },
    label,
  );
}
