import * as Plot from '@observablehq/plot';
import type { TaskReport } from '../../../contract/evaluation';
import { sharesFrame } from '../../charts/frame';
import { PlotFigure } from '../../charts/PlotFigure';
import { TASK_TITLES } from '../../components/modelTerms';
import { Term } from '../../components/Term';
import { SmallCharts } from './SmallCharts';

type Report = Pick<TaskReport, 'tiers' | 'task'>;
type Curves = NonNullable<NonNullable<TaskReport['tiers']>['models'][number]['curves']>['by_tier'];

const MODEL = 'text-aware';
const TIERS = [
  { tier: 'low', label: 'slow', mark: 'line plain', line: { stroke: 'var(--plain)' } },
  {
    tier: 'middle',
    label: 'middling',
    mark: 'dashed',
    line: { stroke: 'var(--plain)', strokeDasharray: '5 4' },
  },
  { tier: 'high', label: 'fast', mark: 'line', line: { stroke: 'var(--accent)' } },
] as const;
const TICKS = [0, 0.5, 1];

/** How many of the slow, middling and fast sellers are found, and how many of those called so are. */
export function PrecisionRecallCard({ reports }: { reports: Report[] }) {
  const charts = reports.flatMap(({ task, tiers }) => {
    const curves = tiers?.models.find(({ model }) => model === MODEL)?.curves?.by_tier ?? {};
    const title = TASK_TITLES[task]!;
    if (Object.keys(curves).length === 0) return [];
    return [{ title, chart: <PrecisionRecallChart title={title} curves={curves} /> }];
  });
  return (
    <SmallCharts
      heading="Are fast sellers found?"
      caption={
        <>
          <Term explain="Recall. 60%: of all products that turned out to be fast sellers, 60 in 100 were called so.">
            Found
          </Term>
          , across, against the share that was{' '}
          <Term explain="Precision. 80%: of 100 products that were called fast sellers, 80 were.">right</Term>
          , as the bar for calling a product a slow, middling or fast seller is lowered.
        </>
      }
      charts={charts}
      legend={
        <p class="legend">
          {TIERS.map(({ tier, label, mark }) => (
            <span key={tier} class={mark}>
              {label}
            </span>
          ))}
        </p>
      }
    />
  );
}

function PrecisionRecallChart({ title, curves }: { title: string; curves: Curves }) {
  const draw = (width: number) =>
    Plot.plot({
      ...sharesFrame(width, TICKS),
      marks: TIERS.map(({ tier, line }) =>
        Plot.line(curves[tier]?.points ?? [], { x: 'recall', y: 'precision', strokeWidth: 2, ...line }),
      ),
    });
  const words = TIERS.flatMap(({ tier, label }) => {
    const curve = curves[tier];
    return curve
      ? [`${label} ${curve.average_precision.toFixed(2)}, by chance ${curve.base.toFixed(2)}`]
      : [];
  });
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={curves}
      label={`${title}, precision against recall; average precision: ${words.join('; ')}`}
    />
  );
}
