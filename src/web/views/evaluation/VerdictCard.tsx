import type { Evaluation } from '../../../contract/evaluation/evaluation';
import type { TaskReport } from '../../../contract/evaluation/taskReport';
import type { Verdict } from '../../../contract/evaluation/verdict';
import { figure, month } from '../../components/format';
import { taskTerm, taskTitle } from '../../components/methods';
import { Rich } from '../../components/Rich';
import { Term } from '../../components/Term';
import { verdictOfEvaluation } from '../../../languages/verdict/verdict';
import { pageSpeaker, t } from '../../languages/speech';

const BARS = [
  { name: 'text-aware', label: 'withWords', kind: 'text' },
  { name: 'numeric-only', label: 'withoutWords', kind: 'plain' },
] as const;

/** The verdict of the comparison. */
export function VerdictCard({ title, evaluation }: { title: string; evaluation: Evaluation }) {
  const verdict = verdictOfEvaluation(pageSpeaker(), evaluation);
  const tasks = evaluation.mode === 'demand' ? evaluation.tasks : [];
  return (
    <section class="card" aria-label={t('evaluation.verdictOn', { title })}>
      <p class="verdict-head">
        {title}
        <span class={verdict.helps === 'yes' ? 'badge good' : 'badge'}>
          {t(`evaluation.helps.${verdict.helps}`)}
        </span>
      </p>
      <h2 class="headline">{verdict.headline}</h2>
      {tasks.length > 0 && (
        <>
          <p class="figure-caption">
            <Rich
              text={t('evaluation.bars')}
              parts={{ term: (words) => <Term explain={t('methods.figure.weekIs')}>{words}</Term> }}
            />
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
    <section class="tile" aria-label={taskTitle(report.task)}>
      <h3>
        <Term explain={taskTerm(report.task)}>{taskTitle(report.task)}</Term>
        {words && (
          <span class={words.outcome === 'better' ? 'badge good' : 'badge'}>
            {t(`evaluation.outcome.${words.outcome}`)}
          </span>
        )}
      </h3>
      {errors.length > 0 && (
        <dl class="errors">
          {errors.map(({ label, kind, wape }) => (
            <div key={label}>
              <dt>{t(`evaluation.${label}`)}</dt>
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
      ? t('evaluation.dates', { count: evaluation.origins.length })
      : t('evaluation.folds', { count: evaluation.folds });
  const said = {
    name,
    products: skus,
    times,
    fits: t('evaluation.fits', { count: evaluation.seeds.length }),
  };
  return first && last
    ? t('evaluation.sourceSpan', { ...said, first: month(first), last: month(last) })
    : t('evaluation.source', said);
}
