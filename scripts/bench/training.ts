import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberOptions } from './options';
import { perSecond } from '../../src/cli/bench/measured';
import { bodies } from '../../src/cli/bench/putLoad';
import { median } from '../../src/common/statistics';
import type { Job } from '../../src/contract/jobs';
import { load } from './load';
import { type Server, startServer } from './server';

/**
 * Latency of /embed-and-predict at half of the capacity, alone and beside a training of the demo shop, in turns.
 * usage: npx tsx scripts/bench/training.ts [--seconds 15] [--rounds 5]
 */
const SHARE_OF_CAPACITY = 0.5;
const TEXTS = 4096;
const LOOK_MS = 200;

async function main(): Promise<void> {
  const { seconds, rounds } = numberOptions({ seconds: 15, rounds: 5 });
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-bench-'));
  const server = await startServer({ DB: join(directory, 'shop.db'), CACHE: 'off', LOG_LEVEL: 'warn' });
  try {
    const texts = Array.from(
      { length: TEXTS },
      (_, at) => `Paper lantern with ${at} hearts, set of ${at % 9}`,
    );
    const sent = {
      path: '/embed-and-predict',
      bodies: bodies(texts, 1, 'predict'),
      items: 1,
      requests: 0,
      seconds,
    };
    const capacity = perSecond(await load(server, { ...sent, clients: 32, rate: 0 }));
    const rate = SHARE_OF_CAPACITY * capacity;
    const measured = async () => (await load(server, { ...sent, clients: 256, rate })).latency;
    const ratios: { p50: number; p99: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const alone = await measured();
      const job = await beginTraining(server);
      const beside = await measured();
      await endTraining(server, job);
      ratios.push({ p50: beside.p50 / alone.p50, p99: beside.p99 / alone.p99 });
      console.log(`alone ${shown(alone)}; beside a training ${shown(beside)}`);
    }
    const of = (name: 'p50' | 'p99') => median(ratios.map((ratio) => ratio[name])).toFixed(2);
    console.log(
      `At ${rate.toFixed(0)} requests a second of ${capacity.toFixed(0)}: p50 ${of('p50')} times, p99 ${of('p99')} times ` +
        `that of an idle server (medians of ${rounds} rounds of ${seconds} s).`,
    );
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Resolves once the training fits its first model. */
async function beginTraining(server: Server): Promise<number> {
  const { job } = (await asked(server, 'POST', '/train', {})) as { job: Job };
  for (;;) {
    const { state, step, progress, error } = (await asked(server, 'GET', `/jobs/${job.id}`)) as Job;
    if (error !== null) throw new Error(error);
    if (state === 'running' && step === 'backtest' && progress) return job.id;
    await sleep(LOOK_MS);
  }
}

async function endTraining(server: Server, job: number): Promise<void> {
  const { state } = (await asked(server, 'GET', `/jobs/${job}`)) as Job;
  if (state !== 'running') throw new Error(`the training was ${state} before the measurement ended`);
  await asked(server, 'DELETE', `/jobs/${job}`);
  // Its process looks twice a second.
  await sleep(1500);
}

async function asked({ url }: Server, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url + path, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
  return response.json();
}

function shown({ p50, p99 }: { p50: number; p99: number }): string {
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
}

void main();
