import { RequestFailed } from '../api/client';
import { ShelfcastError } from '../../contract/errors';
import type { Found } from '../../contract/findings';
import { failure } from '../../languages/en/failure';
import { sentenceOf } from '../../languages/speaker';
import { currentLanguage, pageSpeaker, t } from '../languages/speech';
import { foundText } from './foundText';

/**
 * An error in the page's language: from its reasons if there are any, else in English in the server's words, in other
 * languages from its code.
 */
export function failureText(error: Error): string {
  const reasons = reasonsOf(error);
  if (reasons.length > 0) return reasonsText(reasons);
  if (!(error instanceof RequestFailed)) return error.message;
  const { code, status, message } = error;
  if (currentLanguage() === 'en' && message) return message;
  return isKnown(code) ? t(`failure.code.${code}`) : t('failure.status', { status });
}

/** Why a file or training was refused; empty if there are no codes. */
function reasonsOf(error: Error): readonly Found[] {
  if (error instanceof RequestFailed) return error.reasons;
  return error instanceof ShelfcastError ? (error.options.reasons ?? []) : [];
}

/** Reasons as a sentence. */
export function reasonsText(reasons: readonly Found[]): string {
  const [first, ...rest] = reasons.map(foundText);
  const text = rest.reduce((before, reason) => t('common.because', { before, reason }), first!);
  return sentenceOf(pageSpeaker(), [text]);
}

function isKnown(code: string | null): code is keyof typeof failure.code {
  return code !== null && code in failure.code;
}
