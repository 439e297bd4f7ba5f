import type { AccuracyAnswer, DriftAnswer, StateName } from '../../../contract/monitoring';
import { getJson } from '../../api/client';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { day, listed, percent } from '../../components/format';
import { methodName, methodTerm, taskTerm, taskTitle } from '../../components/methods';
import { FailureNote, Loading } from '../../components/Notes';
import { scoreColumns } from '../../components/scoreColumns';
import { Term } from '../../components/Term';
import { useModels } from '../../state/models';
import { useAnswer } from '../../state/useAnswer';
import { monitoringSentence } from '../../components/monitoringSentence';
import { t } from '../../languages/speech';

type Group = AccuracyAnswer['groups'][number];
type Row = FigureRow & { figures: Group['model'] };

const BADGES: Partial<Record<StateName, string>> = { 'as expected': 'badge good', unknown: 'badge' };
const DRIFTS = ['unfamiliar_text', 'price_out_of_range', 'history_out_of_range', 'new_products'] as const;

function columns(): FigureColumn<Row>[] {
  const { week, within, bias } = scoreColumns();
  return [
    { ...week, of: ({ figures }) => figures.wape },
    { ...within, of: ({ figures }) => figures.coverage },
    { ...bias, name: t('methods.figure.bias'), of: ({ figures }) => figures.bias },
  ];
}

/**
 * The accuracy of the forecasts of the last closed weeks, and how much the products on sale differ from those of
 * training.
 */
export function HowGood() {
  const known = useModels().value?.models ?? [];
  const active = known.find((one) => one.active);
  const titleOf = (name: string) => known.find((one) => one.name === name)?.manifest?.title || name;
  const { phase, value, error, retry } = useAnswer({
    key: 'accuracy',
    ask: async (signal) => {
      const [accuracy, drift] = await Promise.all([
        getJson<AccuracyAnswer>('/accuracy', signal),
        getJson<DriftAnswer>('/drift', signal),
      ]);
      return { accuracy, drift };
    },
  });
  if (phase === 'failed') return <FailureNote error={error} retry={retry} />;
  if (!value) return <Loading what={t('models.good.loading')} />;
  const { model, monitoring, groups, models, weeks, last_week, missing } = value.accuracy;
  // An earlier model's figures do not apply to the active one.
  const other = active && model && model.name !== active.name ? active : null;
  const state = other ? 'unknown' : monitoring.state;
  const compared = new Set(weeks.map(({ week }) => week)).size;
  return (
    <section class="card form" aria-labelledby="how-good-title">
      <div class="card-head">
        <h2 id="how-good-title">
          {t('models.good.title')}{' '}
          <span class={BADGES[state] ?? 'badge bad'}>{t(`models.good.state.${state}`)}</span>
        </h2>
        {groups.length > 0 && (
          <span class="figure-caption">
            {t('models.good.compared', { count: compared, week: last_week ? day(last_week) : '–' })}
          </span>
        )}
      </div>
      <p class="card-note">
        {other
          ? t('models.good.notYet', { model: titleOf(other.name) })
          : monitoringSentence(monitoring, groups)}
      </p>
      {models.length > 0 && <Whose models={models} titleOf={titleOf} />}
      <div class="backtests">
        {groups.map((group) => (
          <GroupTable key={group.task} group={group} />
        ))}
      </div>
      {groups.length > 0 && missing.length > 0 && <p class="figure-caption">{t('models.good.notTested')}</p>}
      {!other && <Drift drift={value.drift} />}
    </section>
  );
}

interface WhoseProps extends Pick<AccuracyAnswer, 'models'> {
  titleOf: (name: string) => string;
}

/** The model of the figures. */
function Whose({ models, titleOf }: WhoseProps) {
  const whose = models.map(({ name, weeks }) =>
    models.length === 1 ? titleOf(name) : t('models.good.ofWeeks', { count: weeks, model: titleOf(name) }),
  );
  return <p class="card-note">{t('models.good.whose', { models: listed(whose) })}</p>;
}

function GroupTable({ group: { task, products, model, simple } }: { group: Group }) {
  const rows: Row[] = [
    {
      name: t('models.good.forecasts'),
      explain: t('models.good.forecastsIs'),
      figures: model,
      strong: true,
    },
    {
      name: methodName(simple.method),
      explain: methodTerm(simple.method),
      figures: simple,
    },
  ];
  return (
    <div>
      <h3>
        <Term explain={taskTerm(task)}>{taskTitle(task)}</Term>
      </h3>
      <p class="figure-caption">{t('common.products', { count: products })}</p>
      <FigureTable
        label={t('models.good.label', { task: taskTitle(task) })}
        rows={rows}
        columns={columns()}
      />
    </div>
  );
}

/** The products on sale at the last closing, compared with those of training. */
function Drift({ drift: { training, weeks } }: { drift: DriftAnswer }) {
  const latest = weeks.findLast(({ source }) => source === 'catalog');
  if (!latest) return null;
  return (
    <dl class="facts">
      {DRIFTS.map((kind) => {
        const [now, before] = [latest[kind], training?.[kind] ?? null];
        return (
          <div key={kind}>
            <dt>
              <Term explain={t(`models.good.drift.${kind}Is`)}>{t(`models.good.drift.${kind}`)}</Term>
            </dt>
            <dd>
              {now === null ? '–' : percent(now)}
              {before !== null && (
                <small>{t('models.good.drift.training', { share: percent(before) })}</small>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
