/**
 * Two servers that share a catalog in PostgreSQL, behind nginx with the file of deploy/: how soon one has what the other was
 * told, that a model trained on one serves on both, and what clients see while servers and PostgreSQL are killed.
 * `npx tsx scripts/replicas/run.ts --kills 20 --postgres-kills 5`; needs Debian's PostgreSQL and nginx, and dist/.
 * Ends with 1 where a forecast failed that the proxy may ask again, or a sale was lost or counted twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Cluster, MODELS, type Replica } from './cluster';
import { Load, post } from './load';
import { training } from './training';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    'postgres-kills': { type: 'string', default: '5' },
    seen: { type: 'string', default: '50' },
    clients: { type: 'string', default: '6' },
  },
});
const CLIENTS = Number(values.clients);
/** Load before a kill and after it. */
const AROUND_MS = 1000;

async function main(): Promise<void> {
  const cluster = await Cluster.start();
  try {
    const problems = [
      await seen(cluster, Number(values.seen)),
      await activation(cluster),
      await training(cluster),
      await killed(cluster, Number(values.kills), Number(values['postgres-kills'])),
    ].flat();
    for (const problem of problems) process.stdout.write(`NOT SO: ${problem}\n`);
    process.exitCode = problems.length > 0 ? 1 : 0;
  } finally {
    await cluster.stop();
  }
}

/** How long after its acknowledgement a sale that one server took is on the other. */
async function seen({ replicas }: Cluster, times: number): Promise<string[]> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const [to, other] = n % 2 === 0 ? replicas : [...replicas].reverse();
    const sku = `SEEN${n}`;
    const failed = await post(`${to.url}/sales`, {
      sales: [{ id: sku, sku, date: '2026-01-05', units: 1 }],
      source: 'seen',
    });
    if (failed !== null) return [`a sale was answered ${failed}`];
    const since = performance.now();
    while (!(await has(other, sku))) await sleep(2);
    taken.push(performance.now() - since);
  }
  taken.sort((a, b) => a - b);
  const [median, most] = [taken[taken.length >> 1], taken[taken.length - 1]];
  say(
    `${times} sales, seen by the other server after ${median.toFixed(0)} ms (median), ${most.toFixed(0)} ms (most)`,
  );
  return most < 1000 ? [] : [`a sale was seen only after ${most.toFixed(0)} ms`];
}

async function has({ url }: Replica, sku: string): Promise<boolean> {
  const response = await fetch(`${url}/catalog/${sku}`);
  await response.text();
  return response.ok;
}

/** Makes each model the active one, on one server and the other in turns. */
async function activation({ replicas }: Cluster): Promise<string[]> {
  for (const [at, name] of [...MODELS].reverse().entries()) {
    const [to, other] = at % 2 === 0 ? replicas : [...replicas].reverse();
    const failed = await post(`${to.url}/models/${name}/activate`, {});
    if (failed !== null) return [`an activation was answered ${failed}`];
    const since = performance.now();
    while ((await activeOf(other)) !== name) await sleep(10);
    say(
      `'${name}' made active on one server is active on the other after ${(performance.now() - since).toFixed(0)} ms`,
    );
  }
  return [];
}

async function activeOf({ url }: Replica): Promise<unknown> {
  return ((await (await fetch(`${url}/info`)).json()) as { model: unknown }).model;
}

/** Kills under load; then the catalog of both servers is what was acknowledged. */
async function killed(cluster: Cluster, kills: number, postgresKills: number): Promise<string[]> {
  const { replicas, postgres, url } = cluster;
  const load = new Load(url, 'killed', CLIENTS);
  await sleep(AROUND_MS);
  const during = { server: 0, postgres: 0 };
  const salesFailed = () => load.counted.failedSales.length;
  const postgresAfter = Math.max(1, Math.floor(kills / Math.max(1, postgresKills)));
  for (let n = 0, done = 0; n < Math.max(kills, postgresKills * postgresAfter); n++) {
    if (n < kills) {
      const before = salesFailed();
      const replica = replicas[n % 2];
      await replica.kill();
      await sleep(AROUND_MS);
      await replica.start();
      during.server += salesFailed() - before;
      // A request that one server refused while it started may still be with the other.
      await sleep(AROUND_MS);
    }
    if (n % postgresAfter === postgresAfter - 1 && done < postgresKills) {
      done++;
      const before = salesFailed();
      await postgres.kill();
      await sleep(AROUND_MS);
      await postgres.begin();
      await sleep(AROUND_MS);
      during.postgres += salesFailed() - before;
    }
  }
  await load.stop();
  const { forecasts, sales, failedForecasts, failedSales } = load.counted;
  say(
    `${kills} servers and ${postgresKills} times PostgreSQL killed under load: ${forecasts} forecasts answered, ` +
      `${failedForecasts.length} failed; ${sales} sales acknowledged`,
  );
  say(
    `requests with sales that were to be sent again: ${during.server} while a server was away, ${during.postgres} while ` +
      'PostgreSQL was',
  );
  const problems = [...new Set(failedForecasts)].map((failed) => `a forecast failed: ${failed}`);
  if (during.server > 0) problems.push(`sales failed while a server was away: ${failedSales[0]}`);
  for (const replica of replicas) problems.push(...(await differences(replica, load.units)));
  say(problems.length === 0 ? 'both servers have every acknowledged sale once' : 'see below');
  return problems;
}

async function differences({ url }: Replica, units: ReadonlyMap<string, number>): Promise<string[]> {
  const failed = await post(`${url}/sales/complete`, { until: '2026-01-11' });
  if (failed !== null) return [`the week could not be closed: ${failed}`];
  const wrong: string[] = [];
  for (const [sku, wanted] of units) {
    const { history } = (await (await fetch(`${url}/catalog/${sku}`)).json()) as {
      history: { units: number }[];
    };
    const found = history.reduce((sum, week) => sum + week.units, 0);
    if (found !== wanted) wrong.push(`${sku} has ${found} units at ${url} in place of ${wanted}`);
  }
  return wrong;
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
