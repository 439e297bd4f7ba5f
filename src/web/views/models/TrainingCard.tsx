import { useEffect, useState } from 'preact/hooks';
import type { ListedJob } from '../../../contract/jobs';
import { deleteJson, getJson, postJson } from '../../api/client';
import { FailureNote } from '../../components/Notes';
import { Prose } from '../../components/Prose';
import { useAnswer } from '../../state/useAnswer';
import { ComparisonTables } from './ComparisonTables';

const REFRESH_MS = 2000;
const STEPS: Record<NonNullable<ListedJob['step']>, string> = {
  read: 'reading the catalog',
  backtest: 'testing on the last weeks',
  compare: 'comparing',
  train: 'training',
  register: 'registering the model',
};

interface TrainingCardProps {
  /** Name of the active model. */
  active: string | undefined;
  onActivate: (model: string) => void;
  /** Called when a training has ended. */
  onEnded: () => void;
}

/** The latest training of the catalog: begun, watched, compared and taken from here. */
export function TrainingCard({ active, onActivate, onEnded }: TrainingCardProps) {
  const [turn, setTurn] = useState(0);
  const [failure, setFailure] = useState<Error | null>(null);
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
    if (job?.state === 'done') onEnded();
  }, [job?.id, job?.state]);
  const ask = async (question: Promise<unknown>) => {
    setFailure(null);
    await question.catch(setFailure);
    look();
  };
  if (phase === 'failed') return <FailureNote error={error} retry={retry} />;
  return (
    <section class="card form" aria-labelledby="training-title">
      <div class="card-head">
        <h2 id="training-title">Training</h2>
        {value && !isOpen && (
          <button type="button" class="primary" onClick={() => ask(postJson('/train', {}))}>
            Train on the catalog
          </button>
        )}
        {isOpen && (
          <button type="button" onClick={() => ask(deleteJson(`/jobs/${job.id}`))}>
            Cancel
          </button>
        )}
      </div>
      {failure && <FailureNote error={failure} />}
      {value && !job && (
        <p class="card-note">A model of your own sales is trained beside a server that goes on.</p>
      )}
      {isOpen && <Progress job={job} />}
      {job?.state === 'failed' && (
        <p class="note fail">
          <span>
            The training failed: <Prose text={job.error ?? ''} />.
          </span>
        </p>
      )}
      {job?.state === 'cancelled' && <p class="card-note">The last training was cancelled.</p>}
      {job?.result && (
        <>
          <p>
            <Prose text={job.result.comparison.sentence} />
          </p>
          <ComparisonTables result={job.result} />
          {job.result.model !== active && (
            <p class="actions">
              <button type="button" onClick={() => onActivate(job.result!.model)}>
                Activate {job.result.model}
              </button>
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Progress({ job: { id, state, step, progress } }: { job: ListedJob }) {
  const doing = state === 'queued' || step === null ? 'waiting for its turn' : STEPS[step];
  return (
    <>
      <p role="status">
        Job {id}: {doing}
        {progress && `, ${progress.stage}`} …
      </p>
      <progress aria-label="Progress of the step" max={progress?.of} value={progress?.done} />
    </>
  );
}
