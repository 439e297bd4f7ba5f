import type { AccuracyAnswer, DriftAnswer, DriftShares, StateName } from '../../../contract/monitoring';
import { getJson } from '../../api/client';
import { FigureTable, type FigureColumn, type FigureRow } from '../../components/FigureTable';
import { counted, percent } from '../../components/format';
import { MODEL_TERMS, TASK_TERMS, TASK_TITLES } from '../../components/modelTerms';
import { FailureNote, Loading } from '../../components/Notes';
import { SCORE_COLUMNS } from '../../components/scoreColumns';
import { Term } from '../../components/Term';
import { useAnswer } from '../../state/useAnswer';

type Group = AccuracyAnswer['groups'][number];
type Row = FigureRow & { figures: Group['model'] };

const BADGES: Partial<Record<StateName, string>> = { 'as expected': 'badge good', unknown: 'badge' };
const COLUMNS: FigureColumn<Row>[] = [
  { ...SCORE_COLUMNS.week, of: ({ figures }) => figures.wape },
  { ...SCORE_COLUMNS.within, of: ({ figures }) => figures.coverage },
  { ...SCORE_COLUMNS.bias, name: 'Bias', of: ({ figures }) => figures.bias },
];
const DRIFTS: readonly { kind: keyof DriftShares; name: string; explain: string }[] = [
  {
    kind: 'unfamiliar_text',
    name: 'unfamiliar texts',
    explain: 'Descriptions less like any known product than nearly all were when the model was trained.',
  },
  {
    kind: 'price_out_of_range',
    name: 'prices out of range',
    explain: 'Prices outside nearly all that the model was trained with.',
  },
  {
    kind: 'history_out_of_range',
    name: 'sales out of range',
    explain: 'Products that sell more than nearly all did when the model was trained.',
  },
  {
    kind: 'new_products',
    name: 'units of new products',
    explain: 'Units of the last closed week that products sold which training did not know.',
  },
];

/** How good the forecasts of the last closed weeks were, and how unlike those of training the products on sale are. */
export function HowGood() {
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
  if (!value) return <Loading what="Loading how good forecasts were" />;
  const { monitoring, groups, weeks, last_week, missing } = value.accuracy;
  const compared = new Set(weeks.map(({ week }) => week)).size;
  return (
    <section class="card form" aria-labelledby="how-good-title">
      <div class="card-head">
        <h2 id="how-good-title">
          How good were we? <span class={BADGES[monitoring.state] ?? 'badge bad'}>{monitoring.state}</span>
        </h2>
        {groups.length > 0 && (
          <span class="figure-caption">
            {counted(compared, 'week')} compared, to that of {last_week}
          </span>
        )}
      </div>
      <p class="card-note">{monitoring.sentence}</p>
      <div class="backtests">
        {groups.map((group) => (
          <GroupTable key={group.task} group={group} />
        ))}
      </div>
      {groups.length > 0 && missing.map((sentence) => <p class="figure-caption">{sentence}</p>)}
      <Drift drift={value.drift} />
    </section>
  );
}

function GroupTable({ group: { task, products, model, simple } }: { group: Group }) {
  const rows: Row[] = [
    {
      name: 'forecasts',
      explain: 'What the model forecast before the weeks began.',
      figures: model,
      strong: true,
    },
    { name: simple.method, explain: MODEL_TERMS[simple.method], figures: simple },
  ];
  return (
    <div>
      <h3>
        <Term explain={TASK_TERMS[task]}>{TASK_TITLES[task]}</Term>
      </h3>
      <p class="figure-caption">{counted(products, 'product')}</p>
      <FigureTable label={`${TASK_TITLES[task]}, forecast and sold`} rows={rows} columns={COLUMNS} />
    </div>
  );
}

/** The products on sale at the last closing beside those of the training. */
function Drift({ drift: { training, weeks } }: { drift: DriftAnswer }) {
  const latest = weeks.findLast(({ source }) => source === 'catalog');
  if (!latest) return null;
  return (
    <dl class="facts">
      {DRIFTS.map(({ kind, name, explain }) => {
        const [now, before] = [latest[kind], training?.[kind] ?? null];
        return (
          <div key={kind}>
            <dt>
              <Term explain={explain}>{name}</Term>
            </dt>
            <dd>
              {now === null ? '–' : percent(now)}
              {before !== null && <small>{percent(before)} in training</small>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
