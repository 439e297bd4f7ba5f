import { useState } from 'preact/hooks';
import type { TaskReport } from '../../../contract/evaluation/taskReport';
import { isSimple, NUMERIC_ONLY, TEXT_AWARE, TEXT_ONLY } from '../../../contract/modelNames';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { methodName, methodTerm, taskTitle } from '../../components/methods';
import { scoreColumns } from '../../components/scoreColumns';
import { t } from '../../languages/speech';

type Scored = TaskReport['models'][number] & FigureRow;

function columns(): FigureColumn<Scored>[] {
  const { week, total, range, within, bias } = scoreColumns();
  return [
    { ...week, of: ({ score }) => score.weekly.p50.wape },
    { ...total, of: ({ score }) => (score.total.mean ?? score.total.p50).wape },
    { ...range, of: ({ score }) => score.weekly.quantiles?.wql },
    { ...within, of: ({ score }) => score.weekly.quantiles?.coverage_rounded },
    { ...bias, of: ({ score }) => (score.total.mean ?? score.total.p50).bias },
  ];
}
const HEADS = [TEXT_AWARE, NUMERIC_ONLY, TEXT_ONLY];

/** The model with and without text and the best simple method; all models on demand. Best first. */
export function ScoreTable({ report: { task, models } }: { report: TaskReport }) {
  const [all, setAll] = useState(false);
  const simple = models.find(({ name }) => isSimple(name));
  const rows = models
    .filter((model) => all || HEADS.includes(model.name) || model === simple)
    .map((model) => ({
      ...model,
      title: methodName(model.name),
      explain: methodTerm(model.name),
      strong: model.name === TEXT_AWARE,
    }));
  const first = models[0]?.score;
  const title = taskTitle(task);
  return (
    <section class="card" aria-label={t('evaluation.scores.of', { title })}>
      <div class="card-head">
        <h2>{title}</h2>
        <button type="button" class="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('evaluation.scores.fewer') : t('evaluation.scores.more', { count: models.length })}
        </button>
      </div>
      {first && (
        <p class="figure-caption">
          {simple
            ? t('evaluation.scores.bestSimple', { ...counts(first), method: methodName(simple.name) })
            : t('evaluation.scores.best', counts(first))}
        </p>
      )}
      <FigureTable label={title} rows={rows} columns={columns()} />
    </section>
  );
}

function counts({ skus, cases }: Scored['score']): { products: string; forecasts: string } {
  return {
    products: t('common.products', { count: skus }),
    forecasts: t('evaluation.forecasts', { count: cases }),
  };
}
