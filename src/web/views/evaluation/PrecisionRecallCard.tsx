import * as Plot from '@observablehq/plot';
import type { TaskReport } from '../../../contract/evaluation/taskReport';
import { sharesFrame } from '../../charts/frame';
import { PlotFigure } from '../../charts/PlotFigure';
import { taskTitle } from '../../components/methods';
import { Term } from '../../components/Term';
import { SmallCharts } from './SmallCharts';
import { Rich } from '../../components/Rich';
import { currentFormats, t } from '../../languages/speech';

type Report = Pick<TaskReport, 'tiers' | 'task'>;
type Curves = NonNullable<NonNullable<TaskReport['tiers']>['models'][number]['curves']>['by_tier'];

const MODEL = 'text-aware';
const TIERS = [
  { tier: 'low', mark: 'line plain', line: { stroke: 'var(--plain)' } },
  {
    tier: 'middle',

    mark: 'dashed',
    line: { stroke: 'var(--plain)', strokeDasharray: '5 4' },
  },
  { tier: 'high', mark: 'line', line: { stroke: 'var(--accent)' } },
] as const;
const TICKS = [0, 0.5, 1];

/** Precision and recall for slow, middling and fast sellers. */
export function PrecisionRecallCard({ reports }: { reports: Report[] }) {
  const charts = reports.flatMap(({ task, tiers }) => {
    const curves = tiers?.models.find(({ model }) => model === MODEL)?.curves?.by_tier ?? {};
    const title = taskTitle(task);
    if (Object.keys(curves).length === 0) return [];
    return [{ title, chart: <PrecisionRecallChart title={title} curves={curves} /> }];
  });
  return (
    <SmallCharts
      heading={t('evaluation.sellers.title')}
      caption={
        <Rich
          text={t('evaluation.sellers.note')}
          parts={{
            found: (words) => <Term explain={t('evaluation.sellers.found')}>{words}</Term>,
            right: (words) => <Term explain={t('evaluation.sellers.right')}>{words}</Term>,
          }}
        />
      }
      charts={charts}
      legend={
        <p class="legend">
          {TIERS.map(({ tier, mark }) => (
            <span key={tier} class={mark}>
              {t(`evaluation.sellers.${tier}`)}
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
  const words = TIERS.flatMap(({ tier }) => {
    const curve = curves[tier];
    return curve
      ? [
          t('evaluation.sellers.tier', {
            tier: t(`evaluation.sellers.${tier}`),
            average: currentFormats().fixed(curve.average_precision, 2),
            base: currentFormats().fixed(curve.base, 2),
          }),
        ]
      : [];
  });
  return (
    <PlotFigure
      draw={draw}
      drawnFrom={curves}
      label={t('evaluation.sellers.said', { title, tiers: words.join('; ') })}
    />
  );
}
