/**
 * Mixed load on a built server while things go wrong around it: `npx tsx scripts/soak/run.ts --minutes 60`.
 *
 * Underway all the time: eight clients that forecast, embed, stream, ask by the protocols of others, send what is wrong
 * and hang up; 300 slow clients. In turns, each for ten seconds: an inference process stopped, one killed, nobody reading
 * the log, the cache's file locked by another program. Prints what was answered and the memory by the minute; ends with
 * status 1 where a request failed that should not have, or the server ended.
 */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { clientsOf, type Outcome } from './clients';
import { startServer } from './server';
import { slowClients } from './slowClients';
import { troubles } from './troubles';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string', default: '1' } },
});
const MINUTES = Number(values.minutes);
const CLIENTS = 8;
const SLOW = 300;
const MEGABYTE = 1_000_000;

async function main(): Promise<void> {
  const server = await startServer();
  const end = performance.now() + MINUTES * 60_000;
  const random = seeded(Number(values.seed));
  const outcomes = new Map<string, number>();
  const unexpected: Outcome[] = [];
  const record = (outcome: Outcome) => {
    const key = `${outcome.kind} ${outcome.status}`;
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    if (!outcome.expected && unexpected.length < 20) unexpected.push(outcome);
  };
  const slow = slowClients(server.url, SLOW);
  const going = () => performance.now() < end && server.child.exitCode === null;
  const work = Array.from({ length: CLIENTS }, () => clientsOf(server.url, random, record, going));
  const trouble = troubles(server, random, going);
  const memory = watchMemory(server.child, going);
  await Promise.all([...work, trouble]);
  slow.close();
  // What the last requests left is let go of.
  await sleep(5_000);
  const last = residentBytes(server.child);
  const ended = server.child.exitCode ?? server.child.signalCode;
  const metrics = ended === null ? await (await fetch(`${server.url}/metrics`)).text() : '';
  const metric = (name: string) => new RegExp(`^shelfcast_${name} (\\S+)`, 'm').exec(metrics)?.[1];
  for (const [key, count] of [...outcomes].sort()) console.log(`${count}\t${key}`);
  console.log(`troubles: ${JSON.stringify(await trouble)}`);
  console.log(
    `resident megabytes by the minute: ${(await memory).map((bytes) => Math.round(bytes / MEGABYTE)).join(' ')}, at the end ${Math.round(last / MEGABYTE)}`,
  );
  console.log(
    `log lines dropped ${metric('log_lines_dropped_total')}, processes restarted ${metric('process_restarts_total')}, ` +
      `connections closed for others ${metric('connections_closed_total')}`,
  );
  const status = await server.stop();
  if (ended !== null) console.error(`the server ended by itself: ${ended}`);
  for (const outcome of unexpected) console.error('unexpected', outcome);
  process.exitCode = ended !== null || status !== 0 || unexpected.length ? 1 : 0;
}

async function watchMemory(child: ChildProcess, going: () => boolean): Promise<number[]> {
  const samples: number[] = [];
  while (going()) {
    samples.push(residentBytes(child));
    await sleep(Math.min(60_000, (MINUTES * 60_000) / 5));
  }
  return samples;
}

function residentBytes({ pid }: ChildProcess): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return NaN;
  }
}

/** Mulberry32: numbers of [0, 1) that a seed makes again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

void main();
