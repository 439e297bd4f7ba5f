import { type ErrorCode, type FieldIssue, ShelfcastError } from './errors';

/** An error on its way between threads or processes, where it would lose its class and its code. */
export type SentError =
  { code: ErrorCode; detail: string; issues?: FieldIssue[]; retryAfterSeconds?: number } | { failed: string };

export function sentError(error: unknown): SentError {
  if (!(error instanceof ShelfcastError)) return { failed: (error as Error).stack ?? String(error) };
  const { code, detail, options } = error;
  return { code, detail, issues: options.issues, retryAfterSeconds: options.retryAfterSeconds };
}

export function receivedError(sent: SentError): Error {
  if ('failed' in sent) return new Error(sent.failed);
  const { code, detail, ...options } = sent;
  return new ShelfcastError(code, detail, options);
}
