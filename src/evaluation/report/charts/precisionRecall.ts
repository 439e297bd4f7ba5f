import type { TaskReport } from '../../../contract/evaluation';
import { type Tier, TIERS } from '../../summary/tiers';
import { html, type Html } from '../html';
import { COLOURS, draw, type Plot } from '../plot';

type Curves = NonNullable<NonNullable<TaskReport['tiers']>['models'][number]['curves']>;

const STROKES: Record<Tier, string> = { low: COLOURS.numeric, middle: COLOURS.other, high: COLOURS.text };

/** Precision against recall of each tier as its threshold moves, with the average precision in words. */
export function precisionRecallFigure(plot: Plot, title: string, model: string, curves: Curves): Html | null {
  const tiers = TIERS.flatMap((tier) => {
    const curve = curves.by_tier[tier];
    return curve ? [{ tier, ...curve }] : [];
  });
  if (tiers.length === 0) return null;
  const points = tiers.flatMap(({ tier, points }) => points.map((point) => ({ tier, ...point })));
  const averages = tiers.map(
    ({ tier, average_precision: average, base }) =>
      `${tier} ${average.toFixed(2)} (${base.toFixed(2)} by chance)`,
  );
  const percent = (value: number) => `${Math.round(value * 100)}%`;
  const axis = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: percent };
  const chart = draw(
    plot,
    {
      width: 300,
      height: 300,
      marginLeft: 52,
      marginRight: 48,
      marginBottom: 44,
      x: { ...axis, label: 'found (recall)', labelAnchor: 'center', labelArrow: 'none' },
      y: { ...axis, label: 'right (precision)', labelArrow: 'none', grid: true },
      marks: [
        plot.line(points, {
          x: 'recall',
          y: 'precision',
          z: 'tier',
          stroke: (point: { tier: Tier }) => STROKES[point.tier],
          strokeWidth: 2,
        }),
        plot.text(
          tiers.map(({ tier, points: own }) => ({ tier, ...own[own.length - 1] })),
          { x: 'recall', y: 'precision', text: 'tier', dx: 6, textAnchor: 'start' },
        ),
      ],
    },
    `Precision against recall of slow, middling and fast sellers, ${title.toLowerCase()}`,
  );
  return html`<figure>
    <figcaption>
      <strong>${title}: the more are found, the fewer are right</strong>${model}, by the forecast's
      ${curves.score} of a third as the threshold falls. Average precision: ${averages.join(', ')}.
    </figcaption>
    ${chart}
  </figure>`;
}
