import { RequestFailed } from '../api/client';
import { failure } from '../../languages/en/failure';
import { currentLanguage, t } from '../languages/speech';

/** What went wrong in the page's language: in English as the server says it, elsewhere by its code. */
export function failureText(error: Error): string {
  if (!(error instanceof RequestFailed)) return error.message;
  const { code, status, message } = error;
  if (currentLanguage() === 'en' && message) return message;
  return isKnown(code) ? t(`failure.code.${code}`) : t('failure.status', { status });
}

function isKnown(code: string | null): code is keyof typeof failure.code {
  return code !== null && code in failure.code;
}
