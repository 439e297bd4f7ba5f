import type { Html } from '../html';
import { colourOf, draw, textWidth } from '../plot';
import type { Reporter } from '../reporter';
import { methodNamed } from '../../../languages/speaker';

const ROW_HEIGHT = 21;

/** Errors of all models as bars, least first: how far each is off, as a share of all that was sold. */
export function rankingChart(
  reporter: Reporter,
  models: readonly { name: string; error: number }[],
  label: string,
): Html {
  const { plot, formats } = reporter;
  const names = models.map(({ name }) => methodNamed(reporter, name));
  const bars = models.map(({ name, error }, at) => ({ model: name, name: names[at], error }));
  const left = Math.max(150, ...names.map((name) => textWidth(name) + 14));
  const largest = Math.max(...models.map((model) => model.error));
  return draw(
    reporter,
    {
      width: 290 + left,
      height: 34 + ROW_HEIGHT * models.length,
      marginLeft: left,
      marginRight: 44,
      marginTop: 26,
      marginBottom: 6,
      x: {
        axis: 'top',
        label: null,
        domain: [0, largest],
        ticks: 4,
        tickFormat: (value: number) => formats.fixed(value, 1),
        grid: true,
        tickSize: 0,
      },
      y: { label: null, domain: names, tickSize: 0, padding: 0.25 },
      marks: [
        plot.barX(bars, { x: 'error', y: 'name', fill: (bar) => colourOf(bar.model), rx: 2 }),
        plot.text(bars, {
          x: 'error',
          y: 'name',
          text: (bar) => formats.figure(bar.error),
          textAnchor: 'start',
          dx: 5,
          fill: 'currentColor',
        }),
      ],
    },
    label,
  );
}
