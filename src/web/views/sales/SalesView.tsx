import { FailureNote, Loading } from '../../components/Notes';
import { t } from '../../languages/speech';
import { useModels } from '../models/useModels';
import { SalesFile } from './SalesFile';
import type { SalesUpload } from './salesUpload';
import { TrainingCard } from './TrainingCard';

interface SalesViewProps {
  upload: SalesUpload | null;
  setUpload: (upload: SalesUpload | null) => void;
  /** Called when the catalog or the active model has changed. */
  onChanged: () => void;
}

/** The way from a file of sales to a model of one's own: bring them in, train, compare, activate. */
export function SalesView({ upload, setUpload, onChanged }: SalesViewProps) {
  const { phase, models, error, retry, choose, dialog } = useModels(onChanged);
  return (
    <>
      <header class="view-head">
        <h1>{t('sales.title')}</h1>
        <p>{t('sales.about')}</p>
      </header>
      <div class="stack">
        <SalesFile upload={upload} setUpload={setUpload} onStored={onChanged} />
        {phase === 'failed' && <FailureNote error={error} retry={retry} />}
        {!models && phase === 'loading' && <Loading what={t('sales.loading_models')} />}
        {models && (
          <TrainingCard
            models={models}
            onActivate={choose}
            onEnded={() => {
              retry();
              onChanged();
            }}
          />
        )}
      </div>
      {dialog}
    </>
  );
}
