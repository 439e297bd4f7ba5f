import type { Load, LoadResult } from './loadProcess';
import { perSecond } from './measured';
import { bodies, putLoad } from './putLoad';
import type { TextSource } from './texts';

/** A running server's figures under one kind of load. Latencies in milliseconds. */
export interface ServerFigure {
  what: string;
  perSecond: number;
  p50: number;
  p99: number;
  failed: number;
}

/** A server's address and API key. */
export interface Target {
  url: string;
  key?: string;
}

const PATH = '/embed-and-predict';
const SHARE_OF_CAPACITY = 0.7;
const MOST_CONNECTIONS = 256;
/**
 * Code is compiled while it is first used, which takes some thousand requests: the warm-up lasts this many times as
 * long as a measurement.
 */
const WARM_UP = 2;
const WARM_UP_TEXTS = 16_384;
/** Upper limit of a warm server's throughput, as a multiple of that during the warm-up. */
const RESERVE = 1.5;
const LOADS = [
  { items: 32, clients: 8 },
  { items: 1, clients: 32 },
];

/**
 * A running server's capacity with batches and with single items, and the latency at 70% of each, of requests sent on
 * schedule. Each measurement sends new texts, which are in no cache.
 */
export async function measureServer(
  target: Target,
  texts: TextSource,
  seconds: number,
  onPhase: (what: string) => void,
): Promise<ServerFigure[]> {
  const figures: ServerFigure[] = [];
  for (const { items, clients } of LOADS) {
    const put = (count: number, load: Pick<Load, 'clients' | 'seconds' | 'rate'>) => {
      const sent = bodies(texts(Math.ceil(count / items) * items), items, 'predict');
      return putLoad({ ...target, path: PATH, bodies: sent, items, requests: 0, ...load });
    };
    const kind = items === 1 ? 'single items' : `${items} items a request`;
    onPhase(kind);
    const warmUp = await put(WARM_UP_TEXTS, { clients, seconds: WARM_UP * seconds, rate: 0 });
    const full = await put(RESERVE * perSecond(warmUp) * seconds, { clients, seconds, rate: 0 });
    figures.push(figureOf(`${kind}, ${clients} clients`, full));
    onPhase(`${kind} at 70%`);
    const rate = (SHARE_OF_CAPACITY * perSecond(full)) / items;
    const paced = await put(rate * seconds * items, { clients: MOST_CONNECTIONS, seconds, rate });
    figures.push(figureOf(`${kind}, at 70% of that`, paced));
  }
  return figures;
}

function figureOf(what: string, result: LoadResult): ServerFigure {
  const { latency, failed } = result;
  return { what, perSecond: perSecond(result), p50: latency.p50, p99: latency.p99, failed };
}

/** Rejects with one sentence if the server does not answer a forecast. */
export async function checkServer({ url, key }: Target): Promise<void> {
  const address = new URL(PATH, url);
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };
  const body = JSON.stringify({ items: [{ description: 'red mug' }] });
  const answer = await fetch(address, { method: 'POST', headers, body }).catch((error: Error) => {
    throw new Error(`there is no server at ${url} (${error.message}); start one with: shelfcast serve`);
  });
  if (answer.ok) return;
  const hint = answer.status === 401 ? '; give its API key with --key' : `: ${await answer.text()}`;
  throw new Error(`the server at ${url} answers ${answer.status}${hint}`);
}
