import type { TaskReport } from '../../../contract/evaluation/taskReport';
import { type Tier, TIERS } from '../../summary/tiers';
import { html, type Html } from '../html';
import { COLOURS, draw } from '../plot';
import type { Reporter } from '../reporter';
import { methodNamed } from '../../../languages/speaker';

type Curves = NonNullable<NonNullable<TaskReport['tiers']>['models'][number]['curves']>;

const STROKES: Record<Tier, string> = { low: COLOURS.numeric, middle: COLOURS.other, high: COLOURS.text };

/** Precision against recall of each tier as its threshold moves, with the average precision in words. */
export function precisionRecallFigure(
  reporter: Reporter,
  title: string,
  model: string,
  curves: Curves,
): Html | null {
  const { plot, t, formats } = reporter;
  const tiers = TIERS.flatMap((tier) => {
    const curve = curves.by_tier[tier];
    return curve ? [{ tier, ...curve }] : [];
  });
  if (tiers.length === 0) return null;
  const points = tiers.flatMap(({ tier, points }) => points.map((point) => ({ tier, ...point })));
  const averages = tiers.map(({ tier, average_precision: average, base }) =>
    t('report.tiers.average', {
      tier: t(`report.tiers.${tier}`),
      average: formats.fixed(average, 2),
      base: formats.fixed(base, 2),
    }),
  );
  const { percent } = formats;
  const axis = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], tickFormat: percent };
  const chart = draw(
    reporter,
    {
      width: 300,
      height: 300,
      marginLeft: 52,
      marginTop: 30,
      marginRight: 48,
      marginBottom: 44,
      x: { ...axis, label: t('report.tiers.found'), labelAnchor: 'center', labelArrow: 'none' },
      y: { ...axis, label: t('report.tiers.correct'), labelArrow: 'none', grid: true },
      marks: [
        plot.line(points, {
          x: 'recall',
          y: 'precision',
          z: 'tier',
          stroke: (point: { tier: Tier }) => STROKES[point.tier],
          strokeWidth: 2,
        }),
        plot.text(apart(tiers.map(({ tier, points: own }) => ({ tier, ...own[own.length - 1] }))), {
          x: 'recall',
          y: 'precision',
          text: ({ tier }: { tier: Tier }) => t(`report.tiers.${tier}`),
          dx: 6,
          textAnchor: 'start',
        }),
      ],
    },
    t('report.tiers.chart', { task: title }),
  );
  return html`<figure>
    <figcaption>
      <strong>${t('report.tiers.more', { task: title })}</strong>${t(
        curves.score === 'probability' ? 'report.tiers.byProbability' : 'report.tiers.byLevel',
        { model: methodNamed(reporter, model), tiers: averages.join(', ') },
      )}
    </figcaption>
    ${chart}
  </figure>`;
}

/** Height of a label, as a share of the axis. */
const LABEL = 0.07;

/** Ends of curves whose labels would lie on each other, moved apart: each at least a label above the one below. */
function apart<T extends { precision: number }>(ends: readonly T[]): T[] {
  let below = -Infinity;
  return [...ends]
    .sort((a, b) => a.precision - b.precision)
    .map((end) => {
      below = Math.max(end.precision, below + LABEL);
      return { ...end, precision: below };
    });
}
