/**
 * How many sales a second a catalog takes in SQLite, and in PostgreSQL under two servers, in turns, and what a sale costs.
 * `npx tsx scripts/replicas/sales.ts --seconds 8 --rounds 3`; needs Debian's PostgreSQL, and dist/. No forecasts beside.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, sum } from '../../src/common/statistics';
import { perSecond } from '../../src/cli/bench/measured';
import { putLoad } from '../../src/cli/bench/putLoad';
import { Postgres } from '../../test/support/postgres';
import { numberOptions } from '../bench/options';
import { processorTime } from '../bench/processorTime';
import { type Server, startServer } from '../bench/server';

const { seconds, rounds, batch, clients, products } = numberOptions({
  ...{ seconds: 8, rounds: 3 },
  ...{ batch: 20, clients: 32, products: 3800 },
});
/** More than any round sends. */
const MOST_BODIES = 20_000;

interface Way {
  /** Servers that sales are sent to, and all that get them. */
  told: Server[];
  all: Server[];
  /** Process of PostgreSQL; null for SQLite. */
  store: number | null;
}

interface Measured {
  salesASecond: number;
  p99: number;
  /** Microseconds of processor time a sale, of all servers, and of PostgreSQL. */
  servers: number;
  postgres: number | null;
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-sales-'));
  const postgres = await Postgres.start({ fsync: true });
  const servers: Server[] = [];
  const start = async (settings: Record<string, string>) => {
    servers.push(await startServer({ ...settings, LOG_LEVEL: 'warn' }));
    return servers[servers.length - 1];
  };
  try {
    const alone = await start({ DB: join(directory, 'alone.db') });
    const shared = { DB: await postgres.newDatabase() };
    const one = await start({ ...shared, VIEW: join(directory, 'one.db') });
    const two = await start({ ...shared, VIEW: join(directory, 'two.db') });
    const ways = new Map<string, Way>([
      ['SQLite', { told: [alone], all: [alone], store: null }],
      ['PostgreSQL, one of two servers told', { told: [one], all: [one, two], store: postgres.pid }],
      ['PostgreSQL, both told', { told: [one, two], all: [one, two], store: postgres.pid }],
    ]);
    const found = new Map([...ways.keys()].map((name) => [name, [] as Measured[]]));
    // The first round fills caches.
    for (let round = 0; round <= rounds; round++)
      for (const [name, way] of ways) {
        const measured = await measure(`${name} ${round}`, way);
        if (round > 0) found.get(name)!.push(measured);
      }
    for (const [name, all] of found) console.log(`${name}: ${sentence(all)}`);
  } finally {
    for (const server of servers) await server.stop();
    await postgres.stop();
    rmSync(directory, { recursive: true });
  }
}

async function measure(source: string, { told, all, store }: Way): Promise<Measured> {
  const ofStore = () => (store === null ? null : processorTime(store));
  const spent = () => sum(all.map(({ pid }) => processorTime(pid)));
  const [before, stored] = [spent(), ofStore()];
  const results = await Promise.all(
    told.map(({ url }) =>
      putLoad({
        ...{ url, path: '/sales', items: batch, requests: 0, rate: 0, seconds },
        ...{ clients: clients / told.length, bodies: salesBodies(`${source} ${url}`) },
      }),
    ),
  );
  const failed = sum(results.map((result) => result.failed));
  if (failed > 0) throw new Error(`${failed} requests failed`);
  const sales = sum(results.map(({ items }) => items));
  return {
    salesASecond: sum(results.map(perSecond)),
    p99: Math.max(...results.map(({ latency }) => latency.p99)),
    servers: (1e6 * (spent() - before)) / sales,
    postgres: stored === null ? null : (1e6 * (ofStore()! - stored)) / sales,
  };
}

function salesBodies(source: string): string[] {
  return Array.from({ length: MOST_BODIES }, (_, body) =>
    JSON.stringify({
      source,
      sales: Array.from({ length: batch }, (_, at) => ({
        ...{ id: `${body} ${at}`, sku: `P${(body * batch + at * 7) % products}` },
        ...{ date: `2026-01-${String(5 + (at % 7)).padStart(2, '0')}`, units: 1 + (at % 3), price: 3 },
      })),
    }),
  );
}

function sentence(all: readonly Measured[]): string {
  const middle = (of: (one: Measured) => number) => median(all.map(of)).toFixed(0);
  const stored =
    all[0].postgres === null ? '' : ` and ${middle(({ postgres }) => postgres!)} us of PostgreSQL`;
  return (
    `${middle(({ salesASecond }) => salesASecond)} sales/s, p99 ${middle(({ p99 }) => p99)} ms; a sale takes ` +
    `${middle(({ servers }) => servers)} us of the servers${stored}`
  );
}

void main();
