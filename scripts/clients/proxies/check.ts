/**
 * nginx and haproxy before a built server, on loopback: `npx tsx scripts/clients/proxies/check.ts`. Checks through each,
 * at the root, under a prefix that the proxy takes off and under one that it leaves on, what clients and browsers do.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../bench/server';

const ROOT = join(__dirname, '../../..');
const BASE = '/left-on';
const STARTING_MS = 60_000;
const running: ChildProcess[] = [];

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-proxies-'));
  // nginx's worker is another user.
  chmodSync(directory, 0o755);
  const [server, nginx, haproxy] = [await freePort(), await freePort(), await freePort()];
  start(process.execPath, ['dist/main.js'], {
    SHELFCAST_PORT: String(server),
    SHELFCAST_DB: join(directory, 'shelfcast.db'),
    SHELFCAST_PROCESSES: '1',
    SHELFCAST_ALLOWED_HOSTS: 'shelfcast',
    SHELFCAST_TRUST_PROXY: 'loopback',
    SHELFCAST_BASE_PATH: BASE,
    SHELFCAST_LOG_LEVEL: 'warn',
  });
  await answers(`http://127.0.0.1:${server}/health/ready`);
  const filled = (name: string, front: number) => {
    const file = join(directory, name);
    const text = readFileSync(join(__dirname, name), 'utf8')
      .replaceAll('DIRECTORY', directory)
      .replaceAll('SERVER', String(server))
      .replaceAll('FRONT', String(front));
    writeFileSync(file, text);
    return file;
  };
  start('nginx', ['-p', directory, '-c', filled('nginx.conf', nginx)]);
  start('haproxy', ['-f', filled('haproxy.cfg', haproxy)]);
  for (const [name, port] of Object.entries({ nginx, haproxy })) {
    const front = `http://127.0.0.1:${port}`;
    await answers(`${front}/health/ready`);
    for (const prefix of ['', '/taken-off', BASE]) await check(`${name} ${prefix || '/'}`, front + prefix);
  }
}

async function check(name: string, url: string): Promise<void> {
  const expect = (what: string, good: boolean) => {
    if (!good) throw new Error(`${name}: ${what}`);
  };
  const json = { 'content-type': 'application/json' };
  const items = JSON.stringify({ items: [{ description: 'Red glass lantern' }] });
  const forecast = await fetch(`${url}/embed-and-predict`, { method: 'POST', headers: json, body: items });
  expect(`a forecast is ${forecast.status}`, forecast.ok && forecast.headers.has('x-request-id'));

  const lines = 'X\n'.repeat(3000).replaceAll('X', JSON.stringify({ description: 'Red glass lantern' }));
  const ndjson = { 'content-type': 'application/x-ndjson' };
  const stream = await fetch(`${url}/embed-and-predict`, { method: 'POST', headers: ndjson, body: lines });
  const answered = await stream.text();
  expect(`a stream is cut: ${stream.status} ${answered.slice(-300)}`, answered.split('\n').length === 3001);

  const page = await fetch(`${url}/`);
  const asset = /src="\.\/(assets\/[^"]+)"/.exec(await page.text())?.[1];
  expect('the page has no script', asset !== undefined && (await fetch(`${url}/${asset}`)).ok);
  const docs = await (await fetch(`${url}/docs`)).text();
  for (const [, file] of docs.matchAll(/(?:src|href)="([^"]+)"/g))
    expect(`${file} of /docs is not there`, (await fetch(new URL(file, `${url}/docs`))).ok);
  expect('the API document is not there', (await fetch(`${url}/openapi.json`)).ok);

  const own = { ...json, origin: new URL(url).origin };
  const foreign = { ...json, origin: 'https://evil.example' };
  const asked = async (headers: Record<string, string>) =>
    (await fetch(`${url}/embed-and-predict`, { method: 'POST', headers, body: items })).status;
  // Where the proxy tells no host, the page's own origin is a setting.
  const told = !name.startsWith('nginx') || url.includes('taken-off');
  if (told) expect("the page's own origin is refused", (await asked(own)) === 200);
  expect('a foreign origin is taken', (await asked(foreign)) === 403);
  const wrong = await fetch(`${url}/embed-and-predict`, { method: 'POST', headers: json, body: '{' });
  expect('an error is not ours', wrong.status === 400 && (await wrong.text()).includes('not_json'));
  console.log(`${name}: forecast, stream of 3,000 lines, page, documentation, origins, errors`);
}

function start(command: string, parameters: string[], environment: NodeJS.ProcessEnv = {}): void {
  const child = spawn(command, parameters, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  child.on('error', (error) => console.error(`${command}: ${error.message}`));
  running.push(child);
}

async function answers(url: string): Promise<void> {
  const end = performance.now() + STARTING_MS;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (performance.now() > end) throw new Error(`${url} does not answer`);
    await sleep(100);
  }
}

void main()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(() => running.forEach((child) => child.kill('SIGTERM')));
