import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../src/common/random';

export interface Outcome {
  kind: string;
  /** HTTP status, the code of a line's error, or what went wrong with the connection. */
  status: number | string;
  /** Whether the documentation names it for such a request. */
  expected: boolean;
  detail?: string;
}

interface Request {
  kind: string;
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: string;
  contentType: string;
  /** Statuses that are right; 429 and 503 with Retry-After always are. */
  right: number[];
  /** Sold by this request: what is acknowledged must be there at the end. */
  sales?: Sale[];
}

export interface Sale {
  id: string;
  sku: string;
  date: string;
  units: number;
}

const TIMEOUT_MS = 90_000;
const WORDS = [
  'red',
  'blue',
  'glass',
  'tin',
  'lantern',
  'mug',
  'with gift box',
  'enamelled',
  'small',
  'set of 6',
];

/** Products that sales are of. */
const PRODUCTS = 200;

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
    const request = drawn(random);
    if (random.uniform() < 0.05) await hangUp(url, request, random, record);
    else if ((await ask(url, request, record)) === 200) sold.push(...(request.sales ?? []));
    await sleep(restMs);
  }
}

function drawn(random: Random): Request {
  const json = 'application/json';
  const text = () => Array.from({ length: 5 }, () => random.pick(WORDS)).join(' ');
  const item = () => ({ description: text(), price: 1 + random.below(20), lags: [3, 0, 2, 5] });
  const items = (count: number) => Array.from({ length: count }, item);
  const sku = () => `P${random.below(PRODUCTS)}`;
  const sale = (): Sale => ({
    id: randomUUID(),
    sku: sku(),
    date: `2026-03-${10 + random.below(20)}`,
    units: 1 + random.below(5),
  });
  const requests: (() => Request)[] = [
    () => ({
      kind: 'forecast',
      path: '/embed-and-predict',
      body: JSON.stringify({ items: items(16) }),
      contentType: json,
      right: [200],
    }),
    () => ({
      kind: 'one item',
      path: '/embed-and-predict',
      body: JSON.stringify({ items: items(1) }),
      contentType: json,
      right: [200],
    }),
    () => ({
      kind: 'explained',
      path: '/embed-and-predict',
      body: JSON.stringify({ items: items(1), explain: true }),
      contentType: json,
      right: [200],
    }),
    () => ({
      kind: 'numbers',
      path: '/predict',
      body: JSON.stringify({ items: items(8) }),
      contentType: json,
      right: [200],
    }),
    () => ({
      kind: 'texts',
      path: '/embed',
      body: JSON.stringify({ texts: [text(), text()] }),
      contentType: json,
      right: [200],
    }),
    () => ({
      kind: 'openai',
      path: '/v1/embeddings',
      body: JSON.stringify({ model: 'm', input: [text()] }),
      contentType: json,
      right: [200],
    }),
    () => ({
      kind: 'lines',
      path: '/embed-and-predict',
      body: items(300)
        .map((one) => JSON.stringify(one))
        .join('\n'),
      contentType: 'application/x-ndjson',
      right: [200],
    }),
    () => ({
      kind: 'short deadline',
      path: '/embed',
      body: JSON.stringify({ texts: [text()], timeout_ms: 2 }),
      contentType: json,
      right: [200, 504],
    }),
    () => ({
      kind: 'invalid',
      path: '/embed-and-predict',
      body: JSON.stringify({ items: [{ description: '' }] }),
      contentType: json,
      right: [422],
    }),
    () => ({
      kind: 'heavy',
      path: '/v2/models/demo-shop/infer',
      body: `{"inputs":[${'{},'.repeat(700_000)}{}]}`,
      contentType: json,
      right: [413],
    }),
    () => {
      const sales = Array.from({ length: 20 }, sale);
      return {
        kind: 'sales',
        path: '/sales',
        body: JSON.stringify({ sales }),
        contentType: json,
        right: [200],
        sales,
      };
    },
    () => ({
      kind: 'products',
      method: 'PUT',
      path: '/products',
      body: JSON.stringify({ products: [{ sku: sku(), description: text(), price: 1 + random.below(20) }] }),
      contentType: json,
      right: [200],
    }),
    () => ({
      kind: 'orders',
      path: '/orders',
      body: JSON.stringify({ items: items(4).map((one) => ({ ...one, lead_weeks: 2 })) }),
      contentType: json,
      right: [200],
    }),
    () => ({ kind: 'accuracy', method: 'GET', path: '/accuracy', contentType: json, right: [200] }),
    () => ({ kind: 'drift', method: 'GET', path: '/drift', contentType: json, right: [200] }),
    () => ({ kind: 'not JSON', path: '/embed', body: '{"texts":[', contentType: json, right: [400] }),
  ];
  return random.pick(requests)();
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
