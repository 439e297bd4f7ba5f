import { ViewHead } from '../../components/ViewHead';
import { FailureNote, Loading } from '../../components/Notes';
import { t } from '../../languages/speech';
import { useModels } from '../../state/models';
import { useActivation } from '../models/useActivation';
import { SalesFile } from './SalesFile';
import type { SalesUpload } from './salesUpload';
import { TrainingCard } from './TrainingCard';

interface SalesViewProps {
  upload: SalesUpload | null;
  setUpload: (upload: SalesUpload | null) => void;
}

/** From a sales file to a model: upload, train, compare, activate. */
export function SalesView({ upload, setUpload }: SalesViewProps) {
  const { phase, value, error, retry, changed } = useModels();
  const { choose, dialog } = useActivation();
  return (
    <>
      <ViewHead title={t('sales.title')} about={t('sales.about')} />
      <div class="stack">
        <SalesFile upload={upload} setUpload={setUpload} onStored={changed} />
        {phase === 'failed' && <FailureNote error={error} retry={retry} />}
        {!value && phase === 'loading' && <Loading what={t('sales.loading_models')} />}
        {value && (
          <TrainingCard
            models={value.models}
            isFileWaiting={upload !== null && !upload.stored}
            onActivate={choose}
            onChange={changed}
          />
        )}
      </div>
      {dialog}
    </>
  );
}
