/** An answer that is not a success, in words for the page; `requestId` finds it in the server's log. */
export class RequestFailed extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly requestId: string | null,
    readonly issues: { path: string; message: string }[] = [],
  ) {
    super(message);
  }
}

/** The server could not be reached at all. */
class Offline extends Error {
  constructor() {
    super(
      'The server does not answer. Check that it runs and that you are connected; nothing you typed is lost.',
    );
  }
}

export function unreachable(): Error {
  return new Offline();
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return answer<T>(await send(path, { signal, headers: keyHeader() }));
}

export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const headers = { 'content-type': 'application/json', ...keyHeader() };
  return answer<T>(await send(path, { method: 'POST', body: JSON.stringify(body), headers, signal }));
}

export async function deleteJson<T>(path: string): Promise<T> {
  return answer<T>(await send(path, { method: 'DELETE', headers: keyHeader() }));
}

/** Sends a request; rejects with Offline where no answer came, with AbortError where the caller gave up. */
export async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    // Beside the page, wherever a proxy has put it.
    return await fetch(`.${path}`, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
}

export async function failure(response: Response): Promise<RequestFailed> {
  const problem = await response.json().catch(() => ({}));
  const message = problem.detail ?? problem.title ?? `The server answered with status ${response.status}.`;
  const requestId = problem.request_id ?? response.headers.get('x-request-id');
  return new RequestFailed(message, response.status, requestId, problem.errors ?? []);
}

let apiKey: string | null = null;
const KEY_CHANGED = 'shelfcast:key';

/** Keeps the API key for this page only; it is never stored. */
export function keepApiKey(key: string): void {
  apiKey = key || null;
  dispatchEvent(new Event(KEY_CHANGED));
}

export function keyHeader(): Record<string, string> {
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}

/** Calls when what failed before may now succeed: the connection is back, or there is another API key. */
export function onReachable(call: () => void): () => void {
  addEventListener('online', call);
  addEventListener(KEY_CHANGED, call);
  return () => {
    removeEventListener('online', call);
    removeEventListener(KEY_CHANGED, call);
  };
}

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw await failure(response);
  return (await response.json()) as T;
}
