import type { DemandEvaluation } from '../../../contract/evaluation/demandEvaluation';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { figure } from '../../components/format';
import { methodName, methodTerm } from '../../components/methods';
import { t } from '../../languages/speech';

type Promotions = NonNullable<DemandEvaluation['promotions']>;
type Scored = Promotions['models'][number] & FigureRow;

function columns(): FigureColumn<Scored>[] {
  return [
    {
      name: t('evaluation.promotions.promoted'),
      explain: t('methods.figure.weekIs'),
      of: ({ promoted }) => promoted,
      show: figure,
    },
    { name: t('evaluation.promotions.plain'), of: ({ plain }) => plain, show: figure },
  ];
}

/** The value of promotion texts: the same model with them, without them, and with wrong ones. */
export function PromotionsCard({ promotions: { weeks, models } }: { promotions: Promotions }) {
  const rows = models.map((model) => ({
    ...model,
    title: methodName(model.name),
    explain: methodTerm(model.name),
    strong: model.name === 'text-aware',
  }));
  return (
    <section class="card" aria-label={t('evaluation.promotions.label')}>
      <h2>{t('evaluation.promotions.title')}</h2>
      <p class="figure-caption">{t('evaluation.promotions.weeks', weeks)}</p>
      <FigureTable label={t('evaluation.promotions.label')} rows={rows} columns={columns()} />
    </section>
  );
}
