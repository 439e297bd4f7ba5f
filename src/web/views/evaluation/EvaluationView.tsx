import { useState } from 'preact/hooks';
import type { DemandEvaluation, Evaluation } from '../../../contract/evaluation';
import type { ModelState } from '../../../contract/service';
import { getJson } from '../../api/client';
import { Field } from '../../components/Field';
import { FailureNote } from '../../components/Notes';
import { useLatest } from '../../state/useLatest';
import { CalibrationCard } from './CalibrationCard';
import { LagDepthCard } from './LagDepthCard';
import { ScoreTable } from './ScoreTable';
import { VerdictCard } from './VerdictCard';

/** A model as `/models` lists it. */
type ListedModel = ModelState & { evaluated: boolean };

/** Does text help? The evaluation of the active model, beside that of another if one is chosen. */
export function EvaluationView() {
  const answer = useLatest('models', (signal) => getJson<{ models: ListedModel[] }>('/models', signal));
  const [other, setOther] = useState('');
  const models = answer.phase === 'done' ? answer.value.models : [];
  const active = models.find((model) => model.active);
  return (
    <>
      <header class="view-head">
        <h1>Does text help?</h1>
        <p>
          Each model was made to forecast the past from what was known then, with the words and without them.
        </p>
      </header>
      {answer.phase === 'failed' && <FailureNote error={answer.error} />}
      {active && (
        <div class="stack">
          {models.length > 1 && (
            <section class="card" aria-label="Comparison">
              <Field
                label="Compare with"
                control={(props) => (
                  <select
                    {...props}
                    value={other}
                    onChange={(event) => setOther((event.target as HTMLSelectElement).value)}
                  >
                    <option value="">no other model</option>
                    {models
                      .filter((model) => model !== active)
                      .map((model) => (
                        <option key={model.name} value={model.name}>
                          {model.name}
                        </option>
                      ))}
                  </select>
                )}
              />
            </section>
          )}
          {[active, ...models.filter((model) => model.name === other)].map((model) => (
            <ModelEvaluation key={model.name} model={model} />
          ))}
        </div>
      )}
    </>
  );
}

function ModelEvaluation({ model: { name, evaluated } }: { model: ListedModel }) {
  const path = `/models/${encodeURIComponent(name)}/evaluation`;
  const answer = useLatest(evaluated ? path : null, (signal) => getJson<Evaluation>(path, signal));
  if (!evaluated) return <p class="empty">{name} brings no evaluation; `shelfcast evaluate` makes one.</p>;
  if (answer.phase === 'failed') return <FailureNote error={answer.error} />;
  if (answer.phase === 'loading')
    return <div class="skeleton" role="status" aria-label="Loading the evaluation" />;
  if (answer.phase !== 'done') return null;
  const evaluation = answer.value;
  return (
    <section class="stack" aria-label={`Evaluation of ${name}`}>
      <VerdictCard name={name} evaluation={evaluation} />
      {evaluation.mode === 'demand' && <DemandCards evaluation={evaluation} />}
      {evaluation.mode === 'table' && <CalibrationCard curves={evaluation.calibration} />}
    </section>
  );
}

function DemandCards({ evaluation }: { evaluation: DemandEvaluation }) {
  return (
    <>
      {evaluation.tasks.map((task) => (
        <ScoreTable key={task.task} report={task} />
      ))}
      <LagDepthCard curves={evaluation.lag_depth} />
      <CalibrationCard curves={evaluation.tasks.find((task) => task.task === 'NEW')?.calibration ?? []} />
    </>
  );
}
