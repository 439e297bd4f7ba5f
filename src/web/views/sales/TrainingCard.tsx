import { useEffect, useState } from 'preact/hooks';
import type { ListedJob } from '../../../contract/jobs';
import { MOST_HORIZON } from '../../../contract/limits';
import type { ModelState } from '../../../contract/service';
import { deleteJson, getJson, postJson } from '../../api/client';
import { Field } from '../../components/Field';
import { FailureNote } from '../../components/Notes';
import { comparisonSentence } from '../../components/comparisonSentence';
import { Prose } from '../../components/Prose';
import { Why } from '../../components/Why';
import { t } from '../../languages/speech';
import { useAnswer } from '../../state/useAnswer';
import { ComparisonTables } from './ComparisonTables';

const REFRESH_MS = 2000;
/** The default horizon of the server's trainings. */
const USUAL_WEEKS = 4;
interface TrainingCardProps {
  models: readonly ModelState[];
  /** Whether a chosen file is not in the catalog yet. */
  isFileWaiting: boolean;
  onActivate: (model: string) => void;
  /** Called when a training starts or ends. */
  onChange: () => void;
}

/** The latest training of the catalog: start, progress, comparison and activation. */
export function TrainingCard({ models, isFileWaiting, onActivate, onChange }: TrainingCardProps) {
  const [turn, setTurn] = useState(0);
  const [refused, setRefused] = useState<{ error: Error; again: () => void } | null>(null);
  const active = models.find((model) => model.active);
  const [weeks, setWeeks] = useState(active?.manifest?.horizon || USUAL_WEEKS);
  const { phase, value, error, retry } = useAnswer({
    key: String(turn),
    ask: (signal) => getJson<{ jobs: ListedJob[] }>('/jobs', signal),
    delay: 0,
  });
  const look = () => setTurn((last) => last + 1);
  const job = value?.jobs[0];
  const isOpen = job !== undefined && job.ended === null;
  useEffect(() => {
    if (phase !== 'done' || !isOpen) return undefined;
    const timer = setTimeout(look, REFRESH_MS);
    return () => clearTimeout(timer);
  }, [phase, turn, isOpen]);
  useEffect(() => {
    if (job) onChange();
  }, [job?.id, isOpen]);
  const ask = async (question: () => Promise<unknown>) => {
    setRefused(null);
    await question().catch((error: Error) => setRefused({ error, again: () => void ask(question) }));
    look();
  };
  if (phase === 'failed') return <FailureNote error={error} retry={retry} />;
  return (
    <section class="card form" aria-labelledby="training-title">
      <div class="card-head">
        <h2 id="training-title">{t('sales.training.title')}</h2>
        {value && !isOpen && (
          <button
            type="button"
            class={job?.result || isFileWaiting ? undefined : 'primary'}
            disabled={!(Number.isInteger(weeks) && weeks >= 1 && weeks <= MOST_HORIZON)}
            onClick={() => ask(() => postJson('/train', { horizon: weeks }))}
          >
            {t('sales.training.start')}
          </button>
        )}
        {isOpen && (
          <button type="button" onClick={() => ask(() => deleteJson(`/jobs/${job.id}`))}>
            {t('sales.training.cancel')}
          </button>
        )}
      </div>
      {refused && <FailureNote error={refused.error} retry={refused.again} />}
      {value && !job && <p class="card-note">{t('sales.training.about')}</p>}
      {value && !isOpen && isFileWaiting && <p class="card-note">{t('sales.training.waiting')}</p>}
      {value && !isOpen && <WeeksField weeks={weeks} onWeeks={setWeeks} />}
      {isOpen && <Progress job={job} />}
      {job?.state === 'failed' && (
        <p class="note fail">
          <span>
            {t('sales.training.failed')} {job.error && <Why reasons={job.reasons} text={job.error} />}
          </span>
        </p>
      )}
      {job?.state === 'cancelled' && <p class="card-note">{t('sales.training.cancelled')}</p>}
      {job?.result && <Compared result={job.result} models={models} onActivate={onActivate} />}
    </section>
  );
}

function WeeksField({ weeks, onWeeks }: { weeks: number; onWeeks: (weeks: number) => void }) {
  return (
    <Field
      label={t('sales.training.weeks')}
      hint={t('sales.training.weeks_hint', { most: MOST_HORIZON })}
      control={(props) => (
        <input
          {...props}
          class="short"
          type="number"
          min={1}
          max={MOST_HORIZON}
          value={weeks}
          onInput={(event) => onWeeks(Number(event.currentTarget.value))}
        />
      )}
    />
  );
}

interface ComparedProps {
  result: NonNullable<ListedJob['result']>;
  models: readonly ModelState[];
  onActivate: (model: string) => void;
}

/** The new model compared with the previous one. */
function Compared({ result, models, onActivate }: ComparedProps) {
  const { reason, reasons = [], unseen = 0, champion } = result.comparison;
  return (
    <>
      <p>
        <Prose text={comparisonSentence(result.comparison)} />{' '}
        {reason && <Why reasons={reasons} text={reason} />}
        {unseen > 0 && <> {t('models.compared.unseen', { count: unseen, champion: champion ?? '' })}</>}
      </p>
      <TakeOver result={result} models={models} onActivate={onActivate} />
      <ComparisonTables result={result} />
    </>
  );
}

/** Activates the new model, or the previous one again. */
function TakeOver({ result: { model, comparison }, models, onActivate }: ComparedProps) {
  const active = models.find((one) => one.active)?.name;
  const isThere = (name: string | null) =>
    models.some((one) => one.name === name && !one.active && one.state !== 'refused');
  const { champion, pooled } = comparison;
  return (
    <p class="actions">
      {isThere(model) && (
        <button
          type="button"
          class={pooled && pooled.difference < 0 ? 'primary' : undefined}
          onClick={() => onActivate(model)}
        >
          {t('sales.training.activate', { model })}
        </button>
      )}
      {active === model && (
        <>
          <span>
            <span class="badge good">{t('sales.training.active')}</span>{' '}
            {t('sales.training.answers', { model })}
          </span>
          {champion !== null && isThere(champion) && (
            <button type="button" onClick={() => onActivate(champion)}>
              {t('sales.training.back', { model: champion })}
            </button>
          )}
        </>
      )}
    </p>
  );
}

function Progress({ job: { id, state, step, progress } }: { job: ListedJob }) {
  const doing = t(`sales.training.step.${state === 'queued' || step === null ? 'queued' : step}`);
  return (
    <>
      <p role="status">{t('sales.training.job', { id: String(id), step: doing })}</p>
      <progress aria-label={t('sales.training.progress')} max={progress?.of} value={progress?.done} />
    </>
  );
}
