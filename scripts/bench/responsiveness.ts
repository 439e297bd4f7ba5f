import { setTimeout as sleep } from 'node:timers/promises';
import { bodies } from '../../src/cli/bench/putLoad';
import { load } from './load';
import type { Server } from './server';

export interface Responsiveness {
  /** Milliseconds by which the event loop of the server was late, 99th percentile over the load. */
  eventLoopP99: number;
  /** Milliseconds of the slowest and of the median answer of /health/live meanwhile. */
  healthMax: number;
  healthMedian: number;
}

const POLL_MS = 50;
/** prom-client looks at the loop every 10 ms and reports the time from one look to the next. */
const LOOKS_APART_MS = 10;

/** How the server's own thread does while the encoder is fully loaded. */
export async function measureResponsiveness(
  server: Server,
  texts: string[],
  seconds: number,
): Promise<Responsiveness> {
  await eventLoopP99(server);
  const sent = {
    path: '/embed-and-predict',
    bodies: bodies(texts, 32, 'predict'),
    items: 32,
    clients: 16,
    seconds,
  };
  let done = false;
  const loading = load(server, { ...sent, rate: 0, requests: 0 }).finally(() => (done = true));
  const health: number[] = [];
  while (!done) {
    const started = performance.now();
    await (await fetch(`${server.url}/health/live`)).arrayBuffer();
    health.push(performance.now() - started);
    await sleep(POLL_MS);
  }
  await loading;
  health.sort((a, b) => a - b);
  return {
    eventLoopP99: await eventLoopP99(server),
    healthMax: health.at(-1)!,
    healthMedian: health[health.length >> 1],
  };
}

/** Asking resets what is counted. */
async function eventLoopP99({ url }: Server): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const reported = 1000 * Number(/^shelfcast_nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(metrics)?.[1]);
  return Math.max(0, reported - LOOKS_APART_MS);
}
