import { useState } from 'preact/hooks';
import type { Warning } from '../../contract/forecastAnswers';
import { keepApiKey, Offline, RequestFailed } from '../api/client';
import { Field } from './Field';
import { Prose } from './Prose';
import { currentLanguage, t } from '../languages/speech';
import { useConnection } from '../state/useConnection';
import { warningText } from './warningText';
import { failureText } from './failureText';
import { ServerSays } from './ServerSays';

interface FailureProps {
  error: Error;
  retry?: () => void;
}

/** An error message, with the id that finds it in the server's log. Asks for the API key if one is required. */
export function FailureNote({ error, retry }: FailureProps) {
  const connection = useConnection();
  if (error instanceof Offline && connection !== 'there')
    return <NoAnswerYet retry={connection === 'offline' ? undefined : retry} />;
  const failed = error instanceof RequestFailed ? error : null;
  if (failed && [401, 403].includes(failed.status) && retry) return <KeyForm failed={failed} retry={retry} />;
  return (
    <div class="note fail" role="alert">
      {failed && failed.reasons.length === 0 && <strong>{t('failure.refused')}</strong>}
      {error instanceof Offline && <strong>{t('failure.silent')}</strong>}
      <span>
        <Prose text={failureText(error)} />
      </span>
      {failed && <Said failed={failed} />}
      <RequestId failed={failed} />
      <Retry retry={retry} />
    </div>
  );
}

/** A single line: the cause is shown above the view, once for all cards. */
function NoAnswerYet({ retry }: Pick<FailureProps, 'retry'>) {
  return (
    <div class="note calm">
      {t('failure.noAnswerYet')}
      <Retry retry={retry} />
    </div>
  );
}

function Retry({ retry }: Pick<FailureProps, 'retry'>) {
  if (!retry) return null;
  return (
    <div>
      <button type="button" onClick={retry}>
        {t('common.tryAgain')}
      </button>
    </div>
  );
}

/** The invalid fields; if the page's language is not the server's, the server's messages are shown on demand. */
function Said({ failed }: { failed: RequestFailed }) {
  if (failed.reasons.length > 0) return null;
  if (currentLanguage() !== 'en') {
    const fields = failed.issues.map(({ path, message }) => `${path}: ${message}`);
    return (
      <ServerSays text={[failed.message, ...fields].filter(Boolean).join('; ') || String(failed.status)} />
    );
  }
  if (failed.issues.length === 0) return null;
  return (
    <ul>
      {failed.issues.map((issue) => (
        <li key={issue.path}>
          {issue.path}: {issue.message}
        </li>
      ))}
    </ul>
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
        {failed.status === 401 ? t('failure.key.wanted') : t('failure.key.notEnough')}
      </strong>
      {failed.status === 403 && (
        <span>
          <Prose text={failureText(failed)} />
        </span>
      )}
      <Field
        label={t('failure.key.label')}
        hint={t('failure.key.hint')}
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
          {t('failure.key.use')}
        </button>
      </div>
    </form>
  );
}

function RequestId({ failed }: { failed: RequestFailed | null }) {
  if (!failed?.requestId) return null;
  return (
    <small>
      {t('failure.request')} <code>{failed.requestId}</code>
    </small>
  );
}

/** Warnings about the limits of the model. */
export function Warnings({ warnings }: { warnings: Warning[] }) {
  if (warnings.length === 0) return null;
  return (
    <div class="note" role="status">
      <strong>{t('warnings.care')}</strong>
      {warnings.map((warning) => (
        <span key={warning.code + warning.field}>{warningText(warning)}</span>
      ))}
    </div>
  );
}

/** A placeholder for an answer. */
export function Loading({ what }: { what: string }) {
  return <div class="skeleton" role="status" aria-label={what} />;
}
