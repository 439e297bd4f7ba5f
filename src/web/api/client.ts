import type { Found } from '../../contract/findings';
import { t } from '../languages/speech';
import { connection, heard, onConnection } from './connection';
import { secondsToWait } from './secondsToWait';

const SHORTEST_WAIT = 2;

/** A problem response of the server (RFC 9457). */
export interface Problem {
  status: number;
  code?: string;
  title?: string;
  detail?: string;
  request_id?: string;
  /** Seconds until a retry may succeed. */
  retry_after?: number;
  errors?: { path: string; message: string }[];
  reasons?: Found[];
}

/** An error response, with a message for the page; `requestId` finds it in the server's log. */
export class RequestFailed extends Error {
  readonly status: number;
  /** Code in the server's error table; null if a proxy answered. */
  readonly code: string | null;
  readonly requestId: string | null;
  /** Seconds until a retry may succeed; null if it would not help. */
  readonly retryAfter: number | null;
  readonly issues: { path: string; message: string }[];
  /** The message as codes; empty if it has none. */
  readonly reasons: Found[];

  constructor(problem: Problem) {
    const { detail, title, status, code, request_id: id, errors, reasons } = problem;
    super(detail ?? title ?? '');
    this.status = status;
    this.code = code ?? null;
    this.requestId = id ?? null;
    this.retryAfter = secondsToWait(problem);
    this.issues = errors ?? [];
    this.reasons = reasons ?? [];
  }
}

/** The server could not be reached at all. */
export class Offline extends Error {
  constructor() {
    super(t('failure.offline'));
  }
}

export function unreachable(): Error {
  heard(false);
  return new Offline();
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await send(path, { signal, headers: keyHeader() }));
}

export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { 'content-type': 'application/json', ...keyHeader() };
  return answer<T>(await send(path, { method: 'POST', body: JSON.stringify(body), headers, signal }));
}

export async function putJson<T>(path: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json', ...keyHeader() };
  return answer<T>(await send(path, { method: 'PUT', body: JSON.stringify(body), headers }));
}

export async function deleteJson<T>(path: string): Promise<T> {
  return answer<T>(await send(path, { method: 'DELETE', headers: keyHeader() }));
}

/** Sends a request. Rejects with Offline if there is no response, with AbortError if the caller aborts. */
export async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    // Relative to the page, whose path a proxy may change.
    const response = await fetch(`.${path}`, init);
    heard(true);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

export async function failure(response: Response): Promise<RequestFailed> {
  const problem: Partial<Problem> = await response.json().catch(() => ({}));
  const request_id = problem.request_id ?? response.headers.get('x-request-id') ?? undefined;
  const retry_after = Number(response.headers.get('retry-after')) || undefined;
  return new RequestFailed({ ...problem, status: response.status, request_id, retry_after });
}

let apiKey: string | null = null;
const KEY_CHANGED = 'shelfcast:key';

/** Holds the API key in memory only; it is never stored. */
export function keepApiKey(key: string): void {
  apiKey = key || null;
  dispatchEvent(new Event(KEY_CHANGED));
}

export function keyHeader(): Record<string, string> {
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}

/**
 * Calls back when a request that failed with `error` may succeed: the connection is back, the server's waiting time is
 * over, or the API key has changed.
 */
export function onReachable(error: Error, call: () => void): () => void {
  if (error instanceof Offline) {
    return onConnection(() => {
      if (connection() === 'there') call();
    });
  }
  const wait = error instanceof RequestFailed ? error.retryAfter : null;
  const timer = wait === null ? undefined : setTimeout(call, Math.max(SHORTEST_WAIT, wait) * 1000);
  addEventListener(KEY_CHANGED, call);
  return () => {
    clearTimeout(timer);
    removeEventListener(KEY_CHANGED, call);
  };
}

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw await failure(response);
  return (await response.json()) as T;
}
