import { useState } from 'preact/hooks';
import type { ModelState } from '../../../contract/service';
import { getJson, postJson } from '../../api/client';
import { FailureNote, Loading } from '../../components/Notes';
import { useAnswer } from '../../state/useAnswer';
import { ActivateDialog } from './ActivateDialog';
import { Health } from './Health';
import { HowGood } from './HowGood';
import { ModelCard } from './ModelCard';
import { TrainingCard } from './TrainingCard';

/** The models that are there, which of them answers, and how the server is doing. */
export function ModelsView() {
  const [chosen, setChosen] = useState<string | null>(null);
  const { phase, value, error, retry } = useAnswer({
    key: 'models',
    ask: (signal) => getJson<{ models: ModelState[] }>('/models', signal),
  });
  const activate = async (name: string) => {
    await postJson(`/models/${encodeURIComponent(name)}/activate`, {});
    setChosen(null);
    retry();
  };
  const titleOf = (name: string) =>
    value?.models.find((model) => model.name === name)?.manifest?.title || name;
  return (
    <>
      <header class="view-head">
        <h1>Models and health</h1>
        <p>The active model answers every forecast that names none.</p>
      </header>
      <div class="stack">
        <TrainingCard
          active={value?.models.find(({ active }) => active)?.name}
          onActivate={setChosen}
          onEnded={retry}
        />
        <Health />
        <HowGood />
        {!value && phase === 'loading' && <Loading what="Loading the models" />}
        {phase === 'failed' && <FailureNote error={error} retry={retry} />}
        {value?.models.length === 0 && (
          <p class="empty">
            <span>
              No model is registered. <code>shelfcast train</code> makes one.
            </span>
          </p>
        )}
        {value?.models.map((model) => (
          <ModelCard key={model.name} model={model} onActivate={() => setChosen(model.name)} />
        ))}
      </div>
      {chosen !== null && (
        <ActivateDialog
          name={chosen}
          title={titleOf(chosen)}
          onActivate={activate}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  );
}
