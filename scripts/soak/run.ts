/**
 * Mixed load on a built server while things go wrong around it: `npx tsx scripts/soak/run.ts --minutes 60`.
 *
 * Underway all the time: clients that forecast, embed, stream, order, send sales and products, ask by the protocols of
 * others, send what is wrong and hang up, `--clients` of them, each with `--rest` milliseconds between two requests; 300
 * slow clients. In turns, each for ten seconds: an inference process stopped, one killed, the disk of log, databases and
 * temporary files full, the cache's file locked by another program. Prints what was answered and the memory over time;
 * ends with status 1 where a request failed that should not have, an acknowledged sale is missing, the memory still grew by
 * the end, or the server ended.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Random } from '../../src/common/random';
import { clientsOf, missing, type Outcome } from './clients';
import type { Sale } from './requests';
import { growth, memoryTable, watchMemory } from './memory';
import { startServer } from './server';
import { slowClients } from './slowClients';
import { troubles } from './troubles';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '5' },
    clients: { type: 'string', default: '8' },
    rest: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
  },
});
const MINUTES = Number(values.minutes);
const SLOW = 300;
const MOST_SHOWN = 20;
/** Characters of the log that are shown of a server that ended. */
const LAST_WORDS = 4000;

async function main(): Promise<void> {
  const server = await startServer();
  const end = performance.now() + MINUTES * 60_000;
  const random = new Random(Number(values.seed));
  const outcomes = new Map<string, number>();
  const unexpected: Outcome[] = [];
  const record = (outcome: Outcome) => {
    const key = `${outcome.kind} ${outcome.status}`;
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    if (!outcome.expected && unexpected.length < MOST_SHOWN) unexpected.push(outcome);
  };
  const slow = slowClients(server.url, SLOW);
  const going = () => performance.now() < end && server.child.exitCode === null;
  const sold: Sale[] = [];
  const load = { url: server.url, sold, random, record, going, restMs: Number(values.rest) };
  const work = Array.from({ length: Number(values.clients) }, () => clientsOf(load));
  const trouble = troubles(server, random, going);
  const memory = watchMemory(server, MINUTES, going);
  await Promise.all([...work, trouble]);
  slow.close();
  const ended = server.child.exitCode ?? server.child.signalCode;
  for (const [key, count] of [...outcomes].sort()) console.log(`${count}\t${key}`);
  console.log(`troubles: ${JSON.stringify(await trouble)}`);
  console.log(await counts(server.url));
  const lost = ended === null ? await missing(server.url, sold) : 0;
  console.log(`sales acknowledged ${sold.length}, of these missing ${lost}`);
  const samples = await memory;
  const { ratio, flat } = growth(samples);
  console.log(`megabytes:\n${memoryTable(samples)}`);
  console.log(`resident in the last quarter by that in the one before: ${ratio.toFixed(3)}`);
  const said = readFileSync(server.logFile, 'utf8').slice(-LAST_WORDS);
  const status = await server.stop();
  if (ended !== null) console.error(`the server ended by itself: ${ended}\n${said}`);
  for (const outcome of unexpected) console.error('unexpected', outcome);
  process.exitCode = ended !== null || status !== 0 || unexpected.length || lost || !flat ? 1 : 0;
}

/** What the server counted. */
async function counts(url: string): Promise<string> {
  // What the last requests left is let go of.
  await sleep(5_000);
  const metrics = await fetch(`${url}/metrics`)
    .then((response) => response.text())
    .catch(() => '');
  const metric = (name: string) => new RegExp(`^shelfcast_${name} (\\S+)`, 'm').exec(metrics)?.[1];
  return (
    `log lines dropped ${metric('log_lines_dropped_total')}, processes restarted ${metric('process_restarts_total')}, ` +
    `connections closed for others ${metric('connections_closed_total')}, embeddings kept ${metric('cache_entries')}`
  );
}

void main();
