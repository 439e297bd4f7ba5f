import { errorOf } from '../common/thrown';
import type { Found } from './findings';
import { type ErrorCode, type FieldIssue, ShelfcastError } from './errors';

/** An error sent between threads or processes, where it would lose its class and its code. */
export type SentError = RefusedError | { failed: string };

export interface RefusedError {
  code: ErrorCode;
  detail: string;
  issues?: FieldIssue[];
  reasons?: readonly Found[];
  retryAfterSeconds?: number;
}

export function sentError(error: unknown): SentError {
  if (!(error instanceof ShelfcastError)) return { failed: errorOf(error).stack ?? String(error) };
  const { code, detail, options } = error;
  const { issues, reasons, retryAfterSeconds } = options;
  return { code, detail, issues, reasons, retryAfterSeconds };
}

export function receivedError(sent: SentError): Error {
  if ('failed' in sent) return new Error(sent.failed);
  const { code, detail, ...options } = sent;
  return new ShelfcastError(code, detail, options);
}
