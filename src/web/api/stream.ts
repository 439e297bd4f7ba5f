import type { ItemForecast } from '../../contract/forecasting';
import { failure, keyHeader, send } from './client';

/** A line's answer: its forecast, or why there is none. */
export type LineResult = { index: number; forecast: ItemForecast } | { index: number; error: string };

const LINES_PER_REQUEST = 2000;

/**
 * Sends items as NDJSON, some thousand lines a request, and hands each line's result on as it arrives, in order.
 * Rejects where a whole request fails; results handed on before stay good.
 */
export async function streamForecasts(
  items: unknown[],
  onResult: (result: LineResult) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < items.length; start += LINES_PER_REQUEST) {
    const chunk = items.slice(start, start + LINES_PER_REQUEST);
    const body = chunk.map((item) => JSON.stringify(item)).join('\n') + '\n';
    const headers = { 'content-type': 'application/x-ndjson', ...keyHeader() };
    const response = await send('/embed-and-predict', { method: 'POST', body, headers, signal });
    if (!response.ok || !response.body) throw await failure(response);
    let index = start;
    for await (const line of lines(response.body)) onResult(lineResult(index++, JSON.parse(line)));
  }
}

function lineResult(
  index: number,
  answer: ItemForecast & { error?: { detail?: string }; detail?: string },
): LineResult {
  if (answer.total) return { index, forecast: answer };
  return { index, error: describe(answer) };
}

function describe(answer: {
  detail?: string;
  title?: string;
  errors?: { path: string; message: string }[];
}): string {
  const issues = answer.errors?.map((issue) => `${issue.path}: ${issue.message}`).join('; ');
  return issues || answer.detail || answer.title || 'no forecast';
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split('\n');
    rest = parts.pop()!;
    yield* parts.filter((part) => part.trim() !== '');
  }
  if (rest.trim()) yield rest;
}
