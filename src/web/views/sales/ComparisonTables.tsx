import type { JobResult, TaskComparison } from '../../../contract/jobs';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { methodName, methodTerm, taskTitle } from '../../components/methods';
import { scoreColumns } from '../../components/scoreColumns';
import { t } from '../../languages/speech';

type Row = FigureRow & { errors: TaskComparison['challenger'] };

function columns(): FigureColumn<Row>[] {
  const { week, within, bias } = scoreColumns();
  return [
    { ...week, of: ({ errors }) => errors.wape },
    { ...within, of: ({ errors }) => errors.coverage },
    { ...bias, name: t('methods.figure.biasWeek'), of: ({ errors }) => errors.bias },
  ];
}

/** A new model, the active one and the best simple method: one table for each kind of product. */
export function ComparisonTables({ result: { model, comparison } }: { result: JobResult }) {
  return (
    <div class="backtests">
      {comparison.tasks.map(({ task, products, challenger, champion, simple }) => {
        const title = taskTitle(task);
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
          ...(simple
            ? [{ name: methodName(simple.name), explain: methodTerm(simple.name), errors: simple }]
            : []),
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
