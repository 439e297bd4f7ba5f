import type { Html } from '../html';
import { colourOf, draw, type Plot } from '../plot';

const ROW_HEIGHT = 21;

/** Errors of all models as bars, least first: how far each is off, as a share of all that was sold. */
export function rankingChart(
  plot: Plot,
  models: readonly { name: string; error: number }[],
  label: string,
): Html {
  const largest = Math.max(...models.map((model) => model.error));
  return draw(
    plot,
    {
      width: 440,
      height: 34 + ROW_HEIGHT * models.length,
      marginLeft: 150,
      marginRight: 44,
      marginTop: 26,
      marginBottom: 6,
      x: { axis: 'top', label: null, domain: [0, largest], ticks: 4, grid: true, tickSize: 0 },
      y: { label: null, domain: models.map((model) => model.name), tickSize: 0, padding: 0.25 },
      marks: [
        plot.barX(models, { x: 'error', y: 'name', fill: (model) => colourOf(model.name), rx: 2 }),
        plot.text(models, {
          x: 'error',
          y: 'name',
          text: (model) => model.error.toFixed(3),
          textAnchor: 'start',
          dx: 5,
          fill: 'currentColor',
        }),
      ],
    },
    label,
  );
}
