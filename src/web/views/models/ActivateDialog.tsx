import { useEffect, useRef, useState } from 'preact/hooks';
import { FailureNote } from '../../components/Notes';
import { t } from '../../languages/speech';

interface DialogProps {
  name: string;
  title: string;
  onActivate: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for confirmation before activating a model. */
export function ActivateDialog({ name, title, onActivate, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const confirm = async () => {
    setBusy(true);
    setError(null);
    try {
      await onActivate(name);
    } catch (failed) {
      setError(failed as Error);
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="activate-title">
      <div class="form">
        <h2 id="activate-title">{t('models.dialog.title', { title })}</h2>
        <p>{t('models.dialog.note')}</p>
        {error && <FailureNote error={error} retry={confirm} />}
        <div class="actions">
          <button type="button" class="primary" disabled={busy} onClick={confirm}>
            {busy ? t('models.dialog.busy') : t('models.activate')}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {t('models.dialog.keep')}
          </button>
        </div>
      </div>
    </dialog>
  );
}
