import type { Evaluation, TaskReport, Verdict } from '../../../contract/evaluation';
import { count, counted, figure, month } from '../../components/format';
import { ERROR_TERM, TASK_TERMS, TASK_TITLES } from '../../components/modelTerms';
import { Term } from '../../components/Term';

const HELPS = { yes: 'text helps', no: 'text does not help', unknown: 'cannot be told' };
const OUTCOMES = {
  better: 'words help',
  worse: 'words hurt',
  no_difference: 'no sure difference',
  unknown: 'too little to tell',
};
const BARS = [
  { name: 'text-aware', label: 'with words', kind: 'text' },
  { name: 'numeric-only', label: 'without words', kind: 'plain' },
];

/** What the comparison says, first. */
export function VerdictCard({ title, evaluation }: { title: string; evaluation: Evaluation }) {
  const { verdict } = evaluation;
  const tasks = evaluation.mode === 'demand' ? evaluation.tasks : [];
  return (
    <section class="card" aria-label={`Verdict on ${title}`}>
      <p class="verdict-head">
        {title}
        <span class={verdict.helps === 'yes' ? 'badge good' : 'badge'}>{HELPS[verdict.helps]}</span>
      </p>
      <h2 class="headline">{verdict.headline}</h2>
      {tasks.length > 0 && (
        <>
          <p class="figure-caption">
            Bars: the <Term explain={ERROR_TERM}>error</Term> of the weekly forecast; shorter is better.
          </p>
          <div class="tiles">
            {tasks.map((report) => (
              <TaskTile key={report.task} report={report} sentences={verdict.sentences} />
            ))}
          </div>
        </>
      )}
      <Sentences
        sentences={verdict.sentences.filter(({ task }) => !tasks.some((own) => own.task === task))}
      />
      <p class="card-note">{source(evaluation)}</p>
    </section>
  );
}

function TaskTile({ report, sentences }: { report: TaskReport; sentences: Verdict['sentences'] }) {
  const own = sentences.filter(({ task }) => task === report.task);
  const words = own.find(({ about }) => about === 'words') ?? own[0];
  const errors = BARS.map((bar) => ({
    ...bar,
    wape: report.models.find(({ name }) => name === bar.name)?.score.weekly.p50.wape ?? null,
  })).filter((bar): bar is typeof bar & { wape: number } => bar.wape !== null);
  const largest = Math.max(...errors.map(({ wape }) => wape), 1);
  return (
    <section class="tile" aria-label={TASK_TITLES[report.task]}>
      <h3>
        <Term explain={TASK_TERMS[report.task]!}>{TASK_TITLES[report.task]}</Term>
        {words && (
          <span class={words.outcome === 'better' ? 'badge good' : 'badge'}>{OUTCOMES[words.outcome]}</span>
        )}
      </h3>
      {errors.length > 0 && (
        <dl class="errors">
          {errors.map(({ label, kind, wape }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <span class={`bar ${kind}`} style={{ '--share': wape / largest }} aria-hidden="true" />
                {figure(wape)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <Sentences sentences={own} />
    </section>
  );
}

function Sentences({ sentences }: { sentences: Verdict['sentences'] }) {
  if (sentences.length === 0) return null;
  return (
    <ul class="sentences">
      {sentences.map(({ text }) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function source(evaluation: Evaluation): string {
  const { source: name, skus, first_week: first, last_week: last } = evaluation.data;
  const times =
    evaluation.mode === 'demand'
      ? counted(evaluation.origins.length, 'date')
      : counted(evaluation.folds, 'fold');
  const span = first && last ? `, ${month(first)} to ${month(last)}` : '';
  const fits = counted(evaluation.seeds.length, 'fit');
  return `${name}: ${count(skus)} products${span}. Forecast from ${times}, ${fits} of each network.`;
}
