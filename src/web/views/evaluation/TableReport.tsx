import type { TableEvaluation } from '../../../contract/evaluation/tableEvaluation';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { figure, percent } from '../../components/format';
import { methodName, methodTerm } from '../../components/methods';
import { CalibrationChart } from './CalibrationCard';
import { ofSeries } from './series';
import { SeriesLegend } from './SeriesLegend';
import { t } from '../../languages/speech';

type Scored = TableEvaluation['models'][number] & FigureRow;

/** The evaluation of a table: the error of every model, and the calibration of the ranges. */
export function TableReport({ evaluation }: { evaluation: TableEvaluation }) {
  const columns: FigureColumn<Scored>[] = [
    {
      name: t('methods.figure.median'),
      explain: t('methods.figure.medianIs'),
      of: ({ error }) => error,
      show: figure,
    },
    {
      name: t('evaluation.scores.explained'),
      explain: t('evaluation.scores.explainedIs'),
      of: (model) => model.r2_log,
      show: figure,
    },
    {
      name: t('methods.figure.within'),
      explain: t('methods.figure.withinIs'),
      of: ({ score }) => score.quantiles?.coverage_rounded,
      show: percent,
    },
  ];
  const rows = evaluation.models.map((model) => ({
    ...model,
    title: methodName(model.name),
    explain: methodTerm(model.name),
    strong: model.name === 'text-aware',
  }));
  const curves = ofSeries(evaluation.calibration);
  return (
    <div class="pair">
      <section class="card" aria-label={t('evaluation.scores.label')}>
        <h2>{t('evaluation.scores.all')}</h2>
        <p class="figure-caption">
          {t('evaluation.scores.bestFolds', { folds: t('evaluation.folds', { count: evaluation.folds }) })}
        </p>
        <FigureTable label={t('evaluation.scores.label')} rows={rows} columns={columns} />
      </section>
      {curves.length > 0 && (
        <section class="card" aria-label={t('evaluation.ranges.title')}>
          <h2>{t('evaluation.ranges.title')}</h2>
          <p class="figure-caption">{t('evaluation.ranges.tableNote')}</p>
          <CalibrationChart title={t('evaluation.ranges.allRows')} curves={curves} />
          <SeriesLegend />
        </section>
      )}
    </div>
  );
}
