import type { JobResult, TaskComparison } from '../../../contract/jobs';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { BIAS_TERM, MODEL_TERMS, TASK_TITLES } from '../../components/modelTerms';
import { percentChange } from '../../components/format';
import { t } from '../../languages/speech';
import { SCORE_COLUMNS } from '../../components/scoreColumns';

type Row = FigureRow & { errors: TaskComparison['challenger'] };

const columns = (): FigureColumn<Row>[] => [
  { ...SCORE_COLUMNS.week, of: ({ errors }) => errors.wape },
  { ...SCORE_COLUMNS.within, of: ({ errors }) => errors.coverage },
  {
    name: t('sales.training.bias'),
    explain: BIAS_TERM,
    show: percentChange,
    of: ({ errors }) => errors.bias,
  },
];

/** A new model beside the active one and the best simple method: a table for each kind of product. */
export function ComparisonTables({ result: { model, comparison } }: { result: JobResult }) {
  return (
    <div class="backtests">
      {comparison.tasks.map(({ task, products, challenger, champion, simple }) => {
        const title = TASK_TITLES[task];
        const rows: Row[] = [
          { name: model, errors: challenger, strong: true },
          ...(champion
            ? [
                {
                  name: t('sales.training.active_then', { model: comparison.champion ?? '' }),
                  errors: champion,
                },
              ]
            : []),
          ...(simple ? [{ name: simple.name, explain: MODEL_TERMS[simple.name], errors: simple }] : []),
        ];
        return (
          <div key={task}>
            <h3>{title}</h3>
            <p class="figure-caption">{t('sales.training.products', { count: products })}</p>
            <FigureTable
              label={t('sales.training.compared', { task: title })}
              rows={rows}
              columns={columns()}
            />
          </div>
        );
      })}
    </div>
  );
}
