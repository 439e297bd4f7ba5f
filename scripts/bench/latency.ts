import type { LoadResult } from '../../src/cli/bench/loadProcess';
import { median } from '../../src/common/statistics';
import { perSecond } from '../../src/cli/bench/measured';
import { bodies } from '../../src/cli/bench/putLoad';
import { load } from './load';
import type { Server } from './server';

export interface LatencyRow {
  what: string;
  /** Requests a second that were offered, at their time whether or not earlier ones were answered. */
  rate: number;
  latency: { p50: number; p90: number; p99: number };
  /** Median over the rounds of p99 / p50. */
  tail: number;
  failed: number;
}

const SHARE_OF_CAPACITY = 0.7;

/**
 * Latency at 70% of the capacity measured just before, counted from the time at which each request was due; medians over
 * the rounds.
 */
export async function measureLatency(
  server: Server,
  texts: string[],
  { seconds, rounds }: { seconds: number; rounds: number },
): Promise<LatencyRow[]> {
  const rows: LatencyRow[] = [];
  for (const [items, clients] of [
    [32, 8],
    [1, 32],
  ]) {
    const path = '/embed-and-predict';
    const sent = { path, bodies: bodies(texts, items, 'predict'), items, seconds, requests: 0 };
    const results: (LoadResult & { rate: number })[] = [];
    for (let round = 0; round < rounds; round++) {
      const capacity = perSecond(await load(server, { ...sent, clients, rate: 0 })) / items;
      const rate = SHARE_OF_CAPACITY * capacity;
      results.push({ ...(await load(server, { ...sent, clients: 256, rate })), rate });
    }
    const middle = (of: (result: LoadResult & { rate: number }) => number) => median(results.map(of));
    rows.push({
      what: `/embed-and-predict, ${items === 1 ? 'single items' : `${items} items a request`}`,
      rate: middle(({ rate }) => rate),
      latency: {
        p50: middle(({ latency }) => latency.p50),
        p90: middle(({ latency }) => latency.p90),
        p99: middle(({ latency }) => latency.p99),
      },
      tail: middle(({ latency }) => latency.p99 / latency.p50),
      failed: results.reduce((sum, { failed }) => sum + failed, 0),
    });
  }
  return rows;
}
