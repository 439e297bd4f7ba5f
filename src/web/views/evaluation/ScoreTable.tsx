import { useState } from 'preact/hooks';
import type { TaskReport } from '../../../contract/evaluation';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { count, counted } from '../../components/format';
import { MODEL_TERMS, TASK_TITLES } from '../../components/modelTerms';
import { SCORE_COLUMNS } from '../../components/scoreColumns';

type Scored = TaskReport['models'][number] & FigureRow;

const COLUMNS: FigureColumn<Scored>[] = [
  { ...SCORE_COLUMNS.week, of: ({ score }) => score.weekly.p50.wape },
  { ...SCORE_COLUMNS.total, of: ({ score }) => (score.total.mean ?? score.total.p50).wape },
  { ...SCORE_COLUMNS.range, of: ({ score }) => score.weekly.quantiles?.wql },
  { ...SCORE_COLUMNS.within, of: ({ score }) => score.weekly.quantiles?.coverage_rounded },
  { ...SCORE_COLUMNS.bias, of: ({ score }) => (score.total.mean ?? score.total.p50).bias },
];
const HEADS = ['text-aware', 'numeric-only', 'text-only'];
const CONTROLS = ['shuffled descriptions', 'average of the best two'];

/** The model with and without words beside the best simple method; every model on demand. Best first. */
export function ScoreTable({ report: { task, models } }: { report: TaskReport }) {
  const [all, setAll] = useState(false);
  const simple = models.find(({ name }) => !HEADS.includes(name) && !CONTROLS.includes(name));
  const rows = models
    .filter((model) => all || HEADS.includes(model.name) || model === simple)
    .map((model) => ({ ...model, explain: MODEL_TERMS[model.name], strong: model.name === 'text-aware' }));
  const first = models[0]?.score;
  return (
    <section class="card" aria-label={`Scores: ${TASK_TITLES[task]}`}>
      <div class="card-head">
        <h2>{TASK_TITLES[task]}</h2>
        <button type="button" class="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${count(models.length)} models`}
        </button>
      </div>
      {first && (
        <p class="figure-caption">
          {counted(first.skus, 'product')}, {counted(first.cases, 'forecast')}; best first
          {simple && `; the best simple method is ${simple.name}`}.
        </p>
      )}
      <FigureTable label={TASK_TITLES[task]!} rows={rows} columns={COLUMNS} />
    </section>
  );
}
