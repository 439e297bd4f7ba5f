import { useState } from 'preact/hooks';
import type { Warning } from '../../contract/forecasting';
import { keepApiKey, RequestFailed } from '../api/client';
import { Field } from './Field';
import { Prose } from './Prose';

interface FailureProps {
  error: Error;
  retry?: () => void;
}

/** What went wrong, in plain words, with the id that finds it in the server's log. Asks for the API key where one is wanted. */
export function FailureNote({ error, retry }: FailureProps) {
  const failed = error instanceof RequestFailed ? error : null;
  if (failed && [401, 403].includes(failed.status) && retry) return <KeyForm failed={failed} retry={retry} />;
  return (
    <div class="note fail" role="alert">
      <strong>{failed ? 'The server could not answer this.' : 'No answer from the server.'}</strong>
      <span>
        <Prose text={error.message} />
      </span>
      {failed && failed.issues.length > 0 && (
        <ul>
          {failed.issues.map((issue) => (
            <li key={issue.path}>
              {issue.path}: {issue.message}
            </li>
          ))}
        </ul>
      )}
      <RequestId failed={failed} />
      {retry && (
        <div>
          <button type="button" onClick={retry}>
            Try again
          </button>
        </div>
      )}
    </div>
  );
}

function KeyForm({ failed, retry }: { failed: RequestFailed; retry: () => void }) {
  const [key, setKey] = useState('');
  const use = (event: Event) => {
    event.preventDefault();
    keepApiKey(key);
    retry();
  };
  return (
    <form class="note" onSubmit={use}>
      <strong role="alert">
        {failed.status === 401 ? 'This server wants an API key.' : 'Your API key may not do this.'}
      </strong>
      {failed.status === 403 && (
        <span>
          <Prose text={failed.message} />
        </span>
      )}
      <Field
        label="API key"
        hint="Kept for this visit only, never stored."
        control={(props) => (
          <input
            {...props}
            type="password"
            autocomplete="off"
            value={key}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        )}
      />
      <RequestId failed={failed} />
      <div>
        <button type="submit" class="primary" disabled={key === ''}>
          Use this key
        </button>
      </div>
    </form>
  );
}

function RequestId({ failed }: { failed: RequestFailed | null }) {
  if (!failed?.requestId) return null;
  return (
    <small>
      Request id: <code>{failed.requestId}</code>
    </small>
  );
}

/** Where the model is out of its depth. */
export function Warnings({ warnings }: { warnings: Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <div class="note" role="status">
      <strong>Take this forecast with care</strong>
      {warnings.map((warning) => (
        <span key={warning.code + warning.field}>
          <Prose text={warning.message} />
        </span>
      ))}
    </div>
  );
}

/** Stands where an answer will. */
export function Loading({ what }: { what: string }) {
  return <div class="skeleton" role="status" aria-label={what} />;
}
