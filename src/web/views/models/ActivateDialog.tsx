import { useEffect, useRef, useState } from 'preact/hooks';
import type { ModelState } from '../../../contract/service';
import { RequestFailed, keepApiKey } from '../../api/client';
import { Field } from '../../components/Field';
import { FailureNote } from '../../components/Notes';

interface DialogProps {
  model: ModelState;
  onActivate: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks before every forecast changes hands; asks for the API key where the server wants one. */
export function ActivateDialog({ model, onActivate, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const needsKey = error instanceof RequestFailed && error.status === 401;
  useEffect(() => dialog.current?.showModal(), []);
  const confirm = async () => {
    setBusy(true);
    try {
      await onActivate(model.name);
    } catch (failed) {
      setError(failed as Error);
      setBusy(false);
    }
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="activate-title">
      <div class="form">
        <h2 id="activate-title">Activate {model.name}?</h2>
        <p>
          From then on it answers every forecast that names no model. Running requests finish with the model
          they began with.
        </p>
        {error && !needsKey && <FailureNote error={error} />}
        {needsKey && (
          <Field
            label="API key"
            hint="This server wants a key for changes. It is kept for this visit only."
            control={(props) => (
              <input
                {...props}
                type="password"
                autocomplete="off"
                onInput={(event) => keepApiKey((event.target as HTMLInputElement).value)}
              />
            )}
          />
        )}
        <div class="actions">
          <button type="button" class="primary" disabled={busy} onClick={confirm}>
            {busy ? 'Activating' : 'Activate'}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Keep as it is
          </button>
        </div>
      </div>
    </dialog>
  );
}
