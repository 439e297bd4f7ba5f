import * as Plot from '@observablehq/plot';
import type { DemandEvaluation } from '../../../contract/evaluation/demandEvaluation';
import { FRAME, upright } from '../../charts/frame';
import { PlotFigure } from '../../charts/PlotFigure';
import { figure } from '../../components/format';
import { methodName } from '../../components/methods';
import { Rich } from '../../components/Rich';
import { Term } from '../../components/Term';
import { ofSeries, SERIES_COLOURS } from './series';
import { SeriesLegend } from './SeriesLegend';
import { t } from '../../languages/speech';

type Curves = DemandEvaluation['lag_depth'];
/** Smaller differences of the error are not mentioned in the headline. */
const NOTABLE = 0.01;

/** The error by the number of weeks of history that a model may use. */
export function LagDepthCard({ curves }: { curves: Curves }) {
  const shown = ofSeries(curves);
  const points = shown.flatMap(({ model, points: own }) =>
    own.map(({ depth, wape }) => ({
      model,
      depth: depth === null ? t('evaluation.history.all') : String(depth),
      wape,
    })),
  );
  if (points.length === 0) return null;
  const depths = [...new Set(points.map((point) => point.depth))];
  const draw = (width: number) =>
    Plot.plot({
      ...FRAME,
      width,
      height: 260,
      marginBottom: 40,
      x: {
        type: 'point',
        domain: depths,
        label: t('evaluation.history.axis'),
        labelArrow: false,
        tickSize: 0,
      },
      y: upright('WAPE'),
      color: SERIES_COLOURS,
      marks: [
        Plot.lineY(points, { x: 'depth', y: 'wape', stroke: 'model', strokeWidth: 2 }),
        Plot.dot(points, { x: 'depth', y: 'wape', fill: 'model', r: 3.5 }),
      ],
    });
  return (
    <section class="card" aria-label={t('evaluation.history.label')}>
      <h2>{headline(shown)}</h2>
      <p class="figure-caption">
        <Rich
          text={t('evaluation.history.note')}
          parts={{ term: (words) => <Term explain={t('methods.figure.weekIs')}>{words}</Term> }}
        />
      </p>
      <PlotFigure draw={draw} drawnFrom={curves} label={inWords(shown)} />
      <SeriesLegend />
    </section>
  );
}

function headline(curves: Curves): string {
  const gains = curves[0]?.points.map((_, at) => gain(curves, at)) ?? [];
  const [first, last] = [gains[0] ?? 0, gains.at(-1) ?? 0];
  if (first - last > NOTABLE && first > NOTABLE) return t('evaluation.history.counts');
  if (Math.max(...gains) <= NOTABLE) return t('evaluation.history.little');
  return t('evaluation.history.label');
}

/** The reduction of the error by text, at one length of history. */
function gain(curves: Curves, at: number): number {
  const wape = (model: string) => curves.find((curve) => curve.model === model)?.points[at]?.wape ?? NaN;
  return wape('numeric-only') - wape('text-aware');
}

function inWords(curves: Curves): string {
  const lines = curves.map(({ model, points }) => {
    const errors = points.map(({ depth, wape }) =>
      t('evaluation.history.error', {
        depth: depth ?? t('evaluation.history.all'),
        error: wape === null ? t('evaluation.history.unknown') : figure(wape),
      }),
    );
    return t('evaluation.history.line', { model: methodName(model), errors: errors.join(', ') });
  });
  return t('evaluation.history.said', { lines: lines.join('. ') });
}
