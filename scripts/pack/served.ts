import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../bench/server';

const STARTING_MS = 120_000;
const ITEMS = [{ description: 'Hand-painted ceramic mug, cobalt, small' }];
const PAGES = ['/', '/docs', '/openapi.json', '/metrics', '/accuracy', '/catalog'];

/** The installed server with the models that ship, then with those of this directory: forecasts, pages, a training, its end. */
export async function served(program: string, directory: string): Promise<void> {
  await serving(program, directory, [], async (url) => {
    for (const model of ['online-retail', 'demo-shop'])
      await post(url, '/embed-and-predict', { items: ITEMS, model });
    for (const path of PAGES) await answer(url, path);
  });
  await serving(program, directory, ['--models', '.'], async (url) => {
    await post(url, '/embed-and-predict', { items: ITEMS, model: 'own' });
    await post(url, '/orders', { items: [{ ...ITEMS[0], lead_weeks: 1 }] });
    await post(url, '/sales', { sales: [{ id: '1', sku: 'NEW-1', date: '2026-01-05', units: 2 }] });
    await trained(url);
  });
}

async function serving(
  program: string,
  directory: string,
  words: readonly string[],
  ask: (url: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const child = spawn(program, ['serve', '--port', String(port), ...words], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SHELFCAST_LOG_LEVEL: 'warn' },
  });
  const ended = once(child, 'exit') as Promise<[number]>;
  try {
    const url = `http://127.0.0.1:${port}`;
    await ready(url, child);
    await ask(url);
  } finally {
    child.kill('SIGTERM');
  }
  const [status] = await ended;
  if (status !== 0) throw new Error(`serve ended with status ${status}`);
}

async function answer(url: string, path: string, request: RequestInit = {}): Promise<Response> {
  const found = await fetch(url + path, { ...request, headers: { 'content-type': 'application/json' } });
  console.log(`${request.method ?? 'GET'} ${path}: ${found.status} ${found.headers.get('content-type')}`);
  if (!found.ok) throw new Error(await found.text());
  return found;
}

function post(url: string, path: string, body: object): Promise<Response> {
  return answer(url, path, { method: 'POST', body: JSON.stringify(body) });
}

async function trained(url: string): Promise<void> {
  type Job = { id: number; state: string; error: string | null };
  const begun = await post(url, '/train', { name: 'again' });
  let { job } = (await begun.json()) as { job: Job };
  while (['queued', 'running'].includes(job.state)) {
    await sleep(2000);
    job = (await (await fetch(`${url}/jobs/${job.id}`)).json()) as Job;
  }
  console.log(`the training: ${job.state}`);
  if (job.state !== 'done') throw new Error(job.error ?? job.state);
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const end = performance.now() + STARTING_MS;
  for (;;) {
    const found = await fetch(`${url}/health/ready`).catch(() => null);
    if (found?.ok) return;
    if (child.exitCode !== null) throw new Error(`serve ended with status ${child.exitCode}`);
    if (performance.now() > end) throw new Error('the server did not become ready');
    await sleep(500);
  }
}
