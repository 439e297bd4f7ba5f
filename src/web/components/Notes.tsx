import type { Warning } from '../../contract/forecasting';
import { RequestFailed } from '../api/client';

/** What went wrong, in plain words, with the id that finds it in the server's log. */
export function FailureNote({ error, retry }: { error: Error; retry?: () => void }) {
  const failed = error instanceof RequestFailed ? error : null;
  return (
    <div class="note fail" role="alert">
      <strong>{failed ? 'The server could not answer this.' : 'No answer from the server.'}</strong>
      <span>{error.message}</span>
      {failed && failed.issues.length > 0 && (
        <ul>
          {failed.issues.map((issue) => (
            <li key={issue.path}>
              {issue.path}: {issue.message}
            </li>
          ))}
        </ul>
      )}
      {failed?.requestId && <small>Request id: {failed.requestId}</small>}
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

/** Where the model is out of its depth. */
export function Warnings({ warnings }: { warnings: Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <div class="note" role="status">
      <strong>Take this forecast with care</strong>
      {warnings.map((warning) => (
        <span key={warning.code + warning.field}>{warning.message}</span>
      ))}
    </div>
  );
}
