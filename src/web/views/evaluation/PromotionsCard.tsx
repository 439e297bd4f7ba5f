import type { DemandEvaluation } from '../../../contract/evaluation';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { count, figure } from '../../components/format';
import { ERROR_TERM, MODEL_TERMS } from '../../components/modelTerms';

type Promotions = NonNullable<DemandEvaluation['promotions']>;
type Scored = Promotions['models'][number] & FigureRow;

const COLUMNS: FigureColumn<Scored>[] = [
  { name: 'Error, promoted weeks', explain: ERROR_TERM, of: ({ promoted }) => promoted, show: figure },
  { name: 'Error, other weeks', of: ({ plain }) => plain, show: figure },
];

/** What promotion texts are worth: the same model with them, without them, and with wrong ones. */
export function PromotionsCard({ promotions: { weeks, models } }: { promotions: Promotions }) {
  const rows = models.map((model) => ({
    ...model,
    explain: MODEL_TERMS[model.name],
    strong: model.name === 'text-aware',
  }));
  return (
    <section class="card" aria-label="Promotions">
      <h2>What promotion texts are worth</h2>
      <p class="figure-caption">
        {count(weeks.promoted)} weeks with a promotion, {count(weeks.plain)} without.
      </p>
      <FigureTable label="Promotions" rows={rows} columns={COLUMNS} />
    </section>
  );
}
