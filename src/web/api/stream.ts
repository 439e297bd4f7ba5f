import { failure, keyHeader, type Problem, RequestFailed, send, unreachable } from './client';

/** The answer to a line, or its error. */
export type LineResult<T> = { index: number; answer: T } | { index: number; error: RequestFailed };

const LINES_PER_REQUEST = 2000;

/**
 * Sends items as NDJSON, some thousand lines per request, and passes on each result as it arrives, in order. Rejects if
 * a whole request fails, with Offline if its response breaks off; earlier results stay valid.
 */
export async function streamLines<T>(
  path: `/embed-and-predict${string}` | '/orders',
  items: readonly unknown[],
  onResult: (result: LineResult<T>) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < items.length; start += LINES_PER_REQUEST) {
    const chunk = items.slice(start, start + LINES_PER_REQUEST);
    const body = chunk.map((item) => JSON.stringify(item)).join('\n') + '\n';
    const headers = { 'content-type': 'application/x-ndjson', ...keyHeader() };
    const response = await send(path, { method: 'POST', body, headers, signal });
    if (!response.ok || !response.body) throw await failure(response);
    let index = start;
    for await (const line of lines(response.body, signal)) onResult(lineResult(index++, JSON.parse(line)));
    if (index < start + chunk.length) throw unreachable();
  }
}

/** Only problems have a status. */
function lineResult<T>(index: number, answer: T | Problem): LineResult<T> {
  if (typeof answer === 'object' && answer !== null && 'status' in answer) {
    return { index, error: new RequestFailed(answer) };
  }
  return { index, answer: answer as T };
}

/** Splits a stream into complete lines. */
async function* lines(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw signal.aborted ? error : unreachable();
    });
    if (done) return;
    const parts = (rest + value).split('\n');
    rest = parts.pop()!;
    yield* parts.filter((part) => part.trim() !== '');
  }
}
