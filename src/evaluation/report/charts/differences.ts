import type { PairedComparison } from '../../../contract/evaluation/comparison';
import type { Html } from '../html';
import { COLOURS, draw, textWidth } from '../plot';
import type { Reporter } from '../reporter';
import { methodNamed } from '../../../languages/speaker';

const ROW_HEIGHT = 24;

/** Differences of error with their 95% intervals, by the model they are about; `left` says what it means to lie left of zero. */
export function differencesChart(
  reporter: Reporter,
  comparisons: readonly { model: string; result: PairedComparison }[],
  left: string,
  label: string,
): Html {
  const { plot, formats } = reporter;
  const rows = comparisons.map(({ model, result }) => ({ model: methodNamed(reporter, model), ...result }));
  const names = Math.max(150, ...rows.map((row) => textWidth(row.model) + 14));
  return draw(
    reporter,
    {
      width: 290 + names,
      height: 52 + ROW_HEIGHT * rows.length,
      marginLeft: names,
      marginRight: 30,
      marginTop: 40,
      marginBottom: 6,
      x: {
        axis: 'top',
        label: `\u2190 ${left}`,
        labelAnchor: 'left',
        ticks: 3,
        tickFormat: (value: number) => formats.fixed(value, 3),
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
