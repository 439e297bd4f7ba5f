import { useState } from 'preact/hooks';
import type { ModelState } from '../../../contract/service';
import { getJson, postJson } from '../../api/client';
import { FailureNote } from '../../components/Notes';
import { useLatest } from '../../state/useLatest';
import { ActivateDialog } from './ActivateDialog';
import { Health } from './Health';
import { ModelCard } from './ModelCard';

/** The models that are there, which of them answers, and how the server is doing. */
export function ModelsView() {
  const [turn, setTurn] = useState(0);
  const [chosen, setChosen] = useState<ModelState | null>(null);
  const answer = useLatest(String(turn), (signal) => getJson<{ models: ModelState[] }>('/models', signal));
  const activate = async (name: string) => {
    await postJson(`/models/${encodeURIComponent(name)}/activate`, {});
    setChosen(null);
    setTurn(turn + 1);
  };
  return (
    <>
      <header class="view-head">
        <h1>Models and health</h1>
        <p>The active model answers every forecast that names none.</p>
      </header>
      <div class="stack">
        <Health />
        {answer.phase === 'loading' && <div class="skeleton" role="status" aria-label="Loading the models" />}
        {answer.phase === 'failed' && <FailureNote error={answer.error} retry={() => setTurn(turn + 1)} />}
        {answer.phase === 'done' && answer.value.models.length === 0 && (
          <p class="empty">No model is registered. `shelfcast train` makes one.</p>
        )}
        {answer.phase === 'done' &&
          answer.value.models.map((model) => (
            <ModelCard key={model.name} model={model} onActivate={() => setChosen(model)} />
          ))}
      </div>
      {chosen && <ActivateDialog model={chosen} onActivate={activate} onClose={() => setChosen(null)} />}
    </>
  );
}
