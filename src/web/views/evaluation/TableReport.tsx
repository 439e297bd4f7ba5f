import type { TableEvaluation } from '../../../contract/evaluation';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { counted, figure, percent } from '../../components/format';
import { MODEL_TERMS, WITHIN_TERM } from '../../components/modelTerms';
import { CalibrationChart } from './CalibrationCard';
import { ofSeries } from './series';
import { SeriesLegend } from './SeriesLegend';

type Scored = TableEvaluation['models'][number] & FigureRow;

/** A table with one row a product: every model by its error, and whether the ranges hold. */
export function TableReport({ evaluation }: { evaluation: TableEvaluation }) {
  const columns: FigureColumn<Scored>[] = [
    { name: evaluation.figure, explain: 'Lower is better.', of: ({ error }) => error, show: figure },
    {
      name: 'R² (logarithm)',
      explain: 'Share of the differences between products that the model explains, on a logarithmic scale.',
      of: (model) => model.r2_log,
      show: figure,
    },
    {
      name: 'Within range',
      explain: WITHIN_TERM,
      of: ({ score }) => score.quantiles?.coverage_rounded,
      show: percent,
    },
  ];
  const rows = evaluation.models.map((model) => ({
    ...model,
    explain: MODEL_TERMS[model.name],
    strong: model.name === 'text-aware',
  }));
  const curves = ofSeries(evaluation.calibration);
  return (
    <div class="pair">
      <section class="card" aria-label="Scores">
        <h2>All models</h2>
        <p class="figure-caption">Best first; {counted(evaluation.folds, 'fold')}.</p>
        <FigureTable label="Scores" rows={rows} columns={columns} />
      </section>
      {curves.length > 0 && (
        <section class="card" aria-label="Do the ranges hold?">
          <h2>Do the ranges hold?</h2>
          <p class="figure-caption">On the dashed line a range holds exactly what it promises.</p>
          <CalibrationChart title="All rows" curves={curves} />
          <SeriesLegend />
        </section>
      )}
    </div>
  );
}
