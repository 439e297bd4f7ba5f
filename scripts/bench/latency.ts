import { bodies, load } from './load';
import { perSecond } from './measured';
import type { Server } from './server';

export interface LatencyRow {
  what: string;
  /** Requests a second that were offered, at their time whether or not earlier ones were answered. */
  rate: number;
  latency: { p50: number; p90: number; p99: number; max: number };
  failed: number;
}

const SHARE_OF_CAPACITY = 0.7;

/** Latency at 70% of the capacity measured just before, counted from the time at which each request was due. */
export async function measureLatency(
  server: Server,
  texts: string[],
  seconds: number,
): Promise<LatencyRow[]> {
  const rows: LatencyRow[] = [];
  for (const [items, clients] of [
    [32, 8],
    [1, 32],
  ]) {
    const sent = {
      path: '/embed-and-predict',
      bodies: bodies(texts, items, 'predict'),
      items,
      seconds,
      requests: 0,
    };
    const capacity = perSecond(await load(server, { ...sent, clients, rate: 0 })) / items;
    const rate = SHARE_OF_CAPACITY * capacity;
    const { latency, failed } = await load(server, { ...sent, clients: 256, rate });
    rows.push({
      what: `/embed-and-predict, ${items === 1 ? 'single items' : `${items} items a request`}`,
      rate,
      latency,
      failed,
    });
  }
  return rows;
}
