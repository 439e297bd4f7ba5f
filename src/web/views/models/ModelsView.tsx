import { ViewHead } from '../../components/ViewHead';
import { FailureNote, Loading } from '../../components/Notes';
import { addressOf } from '../../state/address';
import { useModels } from '../../state/models';
import { Health } from './Health';
import { HowGood } from './HowGood';
import { ModelCard } from './ModelCard';
import { useActivation } from './useActivation';
import { Rich } from '../../components/Rich';
import { t } from '../../languages/speech';

/** The server's models, the active one first, and the server's state. */
export function ModelsView() {
  const { phase, value, error, retry } = useModels();
  const { choose, dialog } = useActivation();
  const models = value?.models;
  return (
    <>
      <ViewHead
        title={t('models.title')}
        about={
          <Rich
            text={t('models.note')}
            parts={{ sales: (words) => <a href={addressOf('sales')}>{words}</a> }}
          />
        }
      />
      <div class="stack">
        <Health />
        <HowGood />
        {!models && phase === 'loading' && <Loading what={t('evaluation.loadingModels')} />}
        {phase === 'failed' && <FailureNote error={error} retry={retry} />}
        {models?.length === 0 && <p class="empty">{t('models.none')}</p>}
        {models
          ?.toSorted((one, other) => Number(other.active) - Number(one.active))
          .map((model) => (
            <ModelCard key={model.name} model={model} onActivate={() => choose(model.name)} />
          ))}
      </div>
      {dialog}
    </>
  );
}
