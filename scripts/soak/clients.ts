import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/common/random';
import { type Request, requestOf, type Sale } from './requests';

export interface Outcome {
  kind: string;
  /** HTTP status, the code of a line's error, or what went wrong with the connection. */
  status: number | string;
  /** Whether the documentation names it for such a request. */
  expected: boolean;
  detail?: string;
}

const TIMEOUT_MS = 90_000;
export interface Load {
  url: string;
  /** Sales that the server has acknowledged. */
  sold: Sale[];
  random: Random;
  record: (outcome: Outcome) => void;
  going: () => boolean;
  /** Milliseconds between two requests of a client. */
  restMs: number;
}

/** One client that asks again and again for as long as `going`. */
export async function clientsOf({ url, random, record, going, restMs, sold }: Load): Promise<void> {
  while (going()) {
    const request = requestOf(random);
    if (random.uniform() < 0.05) await hangUp(url, request, random, record);
    else if ((await ask(url, request, record)) === 200) sold.push(...(request.sales ?? []));
    await sleep(restMs);
  }
}

/** Gives the status; 0 where nothing was answered. */
async function ask(url: string, request: Request, record: (outcome: Outcome) => void): Promise<number> {
  const { kind, method = 'POST', path, body, contentType, right } = request;
  try {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': contentType },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    const { status } = response;
    const later = (status === 429 || status === 503) && response.headers.has('retry-after');
    record({ kind, status, expected: right.includes(status) || later, detail: text.slice(0, 300) });
    if (contentType === 'application/x-ndjson' && status === 200) recordLines(request, text, record);
    if (later) await sleep(Number(response.headers.get('retry-after')) * 1000);
    return status;
  } catch (error) {
    const { message, cause } = error as Error;
    record({ kind, status: 'no answer', expected: false, detail: `${message} ${String(cause ?? '')}` });
    return 0;
  }
}

/** Every line has its answer, in order. */
function recordLines({ kind, body = '' }: Request, text: string, record: (outcome: Outcome) => void): void {
  const answers = text.trimEnd().split('\n');
  const wanted = body.split('\n').length;
  if (answers.length !== wanted)
    record({ kind, status: 'lines lost', expected: false, detail: `${answers.length} of ${wanted}` });
  for (const answer of answers) {
    const { code } = JSON.parse(answer) as { code?: string };
    if (code !== undefined)
      record({ kind: `${kind}, one`, status: code, expected: false, detail: answer.slice(0, 300) });
  }
}

async function hangUp(
  url: string,
  { kind, method = 'POST', path, body, contentType }: Request,
  random: Random,
  record: (outcome: Outcome) => void,
): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), random.uniform() * 50);
  await fetch(url + path, {
    method,
    headers: { 'content-type': contentType },
    body,
    signal: controller.signal,
  })
    .then((response) => response.text())
    .catch(() => {});
  clearTimeout(timer);
  record({ kind, status: 'hung up', expected: true });
}

/** How many of these sales the server does not have: sent again, each must be known. */
export async function missing(url: string, sold: readonly Sale[]): Promise<number> {
  let accepted = 0;
  for (let from = 0; from < sold.length; from += SALES_AT_ONCE) {
    const response = await fetch(`${url}/sales`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sales: sold.slice(from, from + SALES_AT_ONCE) }),
    });
    accepted += ((await response.json()) as { accepted: number }).accepted;
  }
  return accepted;
}

const SALES_AT_ONCE = 5000;
