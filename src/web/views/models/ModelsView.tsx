import { FailureNote, Loading } from '../../components/Notes';
import { addressOf } from '../../state/address';
import { Health } from './Health';
import { HowGood } from './HowGood';
import { ModelCard } from './ModelCard';
import { useModels } from './useModels';

/** The models that are there, which of them answers, and how the server is doing. */
export function ModelsView() {
  const { phase, models, error, retry, choose, dialog } = useModels();
  return (
    <>
      <header class="view-head">
        <h1>Models and health</h1>
        <p>
          The active model answers every forecast that names none.{' '}
          <a href={addressOf('sales')}>Train one on your own sales</a>
        </p>
      </header>
      <div class="stack">
        <Health />
        <HowGood />
        {!models && phase === 'loading' && <Loading what="Loading the models" />}
        {phase === 'failed' && <FailureNote error={error} retry={retry} />}
        {models?.length === 0 && (
          <p class="empty">
            <span>
              No model is registered. <code>shelfcast train</code> makes one.
            </span>
          </p>
        )}
        {models?.map((model) => (
          <ModelCard key={model.name} model={model} onActivate={() => choose(model.name)} />
        ))}
      </div>
      {dialog}
    </>
  );
}
