import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { median } from '../../src/common/statistics';
import { bodies, putLoad } from '../../src/cli/bench/putLoad';
import { distinctTexts, realTexts } from '../../src/cli/bench/texts';
import { descendants, processorTime } from './processorTime';
import { startServer } from './server';

/** Of one start; megabytes are proportional set size: memory that processes share counts once. */
interface Weight {
  /** Seconds from the start of the process to the answer of a first forecast, and of processor time until then. */
  start: number;
  processor: number;
  idle: number;
  loaded: number;
  /** Milliseconds of processor time of all processes that an item under load takes. */
  item: number;
}

const IDLE_MS = 3000;
const ITEMS = 32;
const CLIENTS = 8;
const MEGABYTE_IN_KIB = 1024;

const program = new Command()
  .description(
    'How long built checkouts take to start, and what all their processes weigh, idle and under load, in turns.',
  )
  .argument('<checkout...>', 'directories with a built dist')
  .option('--rounds <n>', 'starts of each; one more goes before', Number, 3)
  .option('--seconds <n>', 'seconds of load', Number, 8)
  .parse();
const { rounds, seconds } = program.opts<{ rounds: number; seconds: number }>();

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-weight-'));
  const checkouts = program.args.map((checkout) => resolve(checkout));
  const found = new Map(checkouts.map((checkout) => [checkout, [] as Weight[]]));
  for (let round = 0; round <= rounds; round++) {
    for (const [at, checkout] of checkouts.entries()) {
      const one = await weigh(checkout, join(directory, `${at}.db`));
      // The first start fills the catalog and the file caches.
      if (round > 0) found.get(checkout)!.push(one);
    }
  }
  rmSync(directory, { recursive: true });
  for (const [checkout, weights] of found) {
    const middle = (of: (weight: Weight) => number, digits: number) =>
      median(weights.map(of)).toFixed(digits);
    console.log(
      `${checkout}: first answer after ${middle(({ start }) => start, 2)} s, ${middle(({ processor }) => processor, 2)} s of ` +
        `processor time; ${middle(({ idle }) => idle, 0)} MB idle, ${middle(({ loaded }) => loaded, 0)} MB after load; ${middle(({ item }) => item, 3)} ms of processor time an item`,
    );
  }
}

async function weigh(checkout: string, database: string): Promise<Weight> {
  const settings = { DB: database, CACHE: 'off', LOG_LEVEL: 'warn' };
  const since = performance.now();
  const server = await startServer(settings, join(checkout, 'dist/cli.js'), ['serve']);
  try {
    const sent = bodies(distinctTexts(realTexts(undefined), ITEMS * 100, 3), ITEMS, 'predict');
    const given = { path: '/embed-and-predict', items: ITEMS, rate: 0, url: server.url };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(server.url + given.path, { method: 'POST', headers, body: sent[0] });
    if (!answer.ok) throw new Error(`${checkout} answered ${answer.status}: ${await answer.text()}`);
    const start = (performance.now() - since) / 1000;
    const processor = processorTime(server.pid);
    await sleep(IDLE_MS);
    const idle = megabytes(server.pid);
    const before = processorTime(server.pid);
    const { items } = await putLoad({ ...given, bodies: sent, clients: CLIENTS, seconds, requests: 0 });
    const item = (1000 * (processorTime(server.pid) - before)) / items;
    return { start, processor, idle, loaded: megabytes(server.pid), item };
  } finally {
    await server.stop();
  }
}

/** Of a process and all that it started. Linux only. */
function megabytes(pid: number): number {
  return [pid, ...descendants(pid)].reduce((sum, each) => {
    const rollup = readFileSync(`/proc/${each}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss: *(\d+)/m.exec(rollup)?.[1] ?? NaN) / MEGABYTE_IN_KIB;
  }, 0);
}

void main();
