import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberOptions } from './options';
import type { LoadResult } from '../../src/cli/bench/loadProcess';
import { perSecond } from '../../src/cli/bench/measured';
import { putLoad } from '../../src/cli/bench/putLoad';
import { distinctTexts, realTexts } from '../../src/cli/bench/texts';
import { isoOf, mondayOfWeek } from '../../src/common/day';
import { Random } from '../../src/common/random';
import { median } from '../../src/common/statistics';
import { writeCatalog } from '../../src/registry/catalogWriter';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { processorTime } from './processorTime';
import { startServer } from './server';

/**
 * Forecasts at half of what the server can do, with and without sales coming in beside them, in turns.
 * usage: npx tsx scripts/bench/sales.ts [--rate 2000] [--batch 20] [--late 0.05] [--products 3800] [--seconds 10] [--rounds 3]
 * `late`: share of the sales that belong to weeks that are whole already, which change lags and neighbours at once.
 */
const WEEKS = 52;
const CLIENTS = 64;
const [LOOK_MS, IDLE_SHARE, MOST_TRIES] = [2000, 0.05, 150];
/** Monday of the last complete week. */
const LAST_WEEK = 2900;

const { rate, batch, late, products, seconds, rounds } = numberOptions({
  ...{ rate: 2000, batch: 20, late: 0.05 },
  ...{ products: 3800, seconds: 10, rounds: 3 },
});

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-bench-sales-'));
  const file = join(directory, 'shop.db');
  const texts = distinctTexts(realTexts(undefined), products, 1);
  fill(file, texts);
  const server = await startServer({ DB: file, LOG_LEVEL: 'warn' });
  try {
    const items = bodiesOf(distinctTexts(realTexts(undefined), 60_000, 2));
    const forecasts = (given: { seconds: number; rate: number; clients: number }) =>
      putLoad({
        url: server.url,
        path: '/embed-and-predict',
        bodies: items(),
        items: 1,
        requests: 0,
        ...given,
      });
    await quiet(server.pid);
    await forecasts({ seconds: seconds / 2, rate: 0, clients: CLIENTS });
    const capacity = perSecond(await forecasts({ seconds, rate: 0, clients: CLIENTS }));
    const half = capacity / 2;
    const alone: LoadResult[] = [];
    const beside: LoadResult[] = [];
    const fed: LoadResult[] = [];
    const spent: { alone: number; beside: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const started = processorTime(server.pid);
      alone.push(await forecasts({ seconds, rate: half, clients: 256 }));
      const between = processorTime(server.pid);
      const [forecast, feed] = await Promise.all([
        forecasts({ seconds, rate: half, clients: 256 }),
        putLoad({
          ...{ url: server.url, path: '/sales', items: batch, requests: 0, clients: 64, seconds },
          ...{ rate: rate / batch, bodies: salesBodies(round) },
        }),
      ]);
      beside.push(forecast);
      fed.push(feed);
      spent.push({ alone: between - started, beside: processorTime(server.pid) - between });
    }
    const bytes = statSync(file).size - sizeBefore;
    console.log(JSON.stringify(reported({ capacity, alone, beside, fed, spent, bytes }), null, 2));
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true });
  }
}

interface Rounds {
  /** Forecasts a second at most. */
  capacity: number;
  alone: readonly LoadResult[];
  beside: readonly LoadResult[];
  fed: readonly LoadResult[];
  /** Seconds of processor time of each round's two parts. */
  spent: readonly { alone: number; beside: number }[];
  /** By which the file grew. */
  bytes: number;
}

/** The figures of all rounds, medians over them. */
function reported({ capacity, alone, beside, fed, spent, bytes }: Rounds) {
  const said = (value: number) => Number(value.toPrecision(3));
  const latencies = (results: readonly LoadResult[]) => ({
    p50: said(median(results.map(({ latency }) => latency.p50))),
    p99: said(median(results.map(({ latency }) => latency.p99))),
  });
  const ratios = beside.map((result, at) => result.latency.p99 / alone[at].latency.p99);
  const ofForecast = alone.map(({ items }, at) => spent[at].alone / items);
  const ofSale = fed.map(({ items }, at) => (spent[at].beside - ofForecast[at] * beside[at].items) / items);
  return {
    ...{ products, batch, late, rounds },
    failed: [...alone, ...beside, ...fed].reduce((sum, result) => sum + result.failed, 0),
    sales_a_second: said(median(fed.map(perSecond))),
    sales_ms: latencies(fed),
    forecasts_a_second: { capacity: said(capacity), offered: said(capacity / 2) },
    forecast_ms_without_sales: latencies(alone),
    forecast_ms_with_sales: latencies(beside),
    // Of the server and its processes, which tells more than latency does on a machine that others use too.
    processor_us: { a_forecast: said(1e6 * median(ofForecast)), a_sale: said(1e6 * median(ofSale)) },
    p99_ratio: { median: said(median(ratios)), rounds: ratios.map(said) },
    bytes_a_sale: said(bytes / fed.reduce((sum, { items }) => sum + items, 0)),
  };
}

/** Resolves when the server has recorded the forecasts of its last closed week, which it does once no request wants it. */
async function quiet(pid: number): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = processorTime(pid);
    await sleep(LOOK_MS);
    if (processorTime(pid) - before < IDLE_SHARE * (LOOK_MS / 1000)) return;
  }
  throw new Error('the server does not come to rest');
}

let sizeBefore = 0;

function fill(file: string, texts: readonly string[]): void {
  const random = new Random(3);
  const database = openDatabase(file, REGISTRY);
  const shop = texts.map((description, at) => ({
    ...{ sku: `P${at}`, description },
    sales: Array.from({ length: WEEKS }, (_, week) => ({
      ...{ week: LAST_WEEK - WEEKS + 1 + week, units: random.below(9), price: 2 + random.below(5) },
      ...{ promoText: null, extras: null },
    })).filter(({ units }) => units > 0),
  }));
  const [firstWeek, lastWeek] = [LAST_WEEK - WEEKS + 1, LAST_WEEK];
  writeCatalog(database, { hash: 'bench', name: 'bench', synthetic: false, firstWeek, lastWeek }, shop);
  database.close();
  sizeBefore = statSync(file).size;
}

/** Products of the catalog under texts that no cache knows, in turn for each call. */
function bodiesOf(texts: readonly string[]): () => string[] {
  const all = texts.map((description, at) =>
    JSON.stringify({ items: [{ sku: `P${at % products}`, description, price: 3 }] }),
  );
  let from = 0;
  return () => {
    from = (from + 7919) % all.length;
    return [...all.slice(from), ...all.slice(0, from)];
  };
}

function salesBodies(round: number): string[] {
  const random = new Random(100 + round);
  return Array.from({ length: Math.ceil((rate * seconds) / batch) + 1 }, (_, body) =>
    JSON.stringify({
      source: `round ${round}`,
      sales: Array.from({ length: batch }, (_, n) => {
        // The complete weeks hold totals, so that what is late is of products that came after them.
        const isLate = random.uniform() < late;
        const sku = isLate ? `L${random.below(products)}` : `P${random.below(products)}`;
        const day = mondayOfWeek(isLate ? LAST_WEEK - random.below(8) : LAST_WEEK + 1) + random.below(7);
        return { id: `${body} ${n}`, sku, date: isoOf(day), units: 1 + random.below(3), price: 3 };
      }),
    }),
  );
}

void main();
