import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fillFile } from '../support/oneProduct';
import { tinyModels } from '../support/tinyModels';

const MAIN = join(__dirname, '../../dist/main.js');
const built = existsSync(MAIN);
if (!built) console.warn('The built server is not tested: there is no dist/main.js; run `make build`.');

interface Run {
  process: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}

const runs: Run[] = [];
let settings: Record<string, string>;

beforeAll(async () => {
  const { encoder, models } = await tinyModels('tiny');
  settings = {
    SHELFCAST_ENCODER: encoder,
    SHELFCAST_MODELS: models,
    SHELFCAST_DB: join(models, 'shelfcast.db'),
    SHELFCAST_PORT: '0',
    SHELFCAST_PROCESSES: '1',
    SHELFCAST_DEVICE: 'cpu',
  };
});
afterEach(async () => {
  for (const { process, exit } of runs.splice(0)) {
    process.kill('SIGKILL');
    await exit;
  }
});

function start(environment: Record<string, string> = {}): Run {
  const server = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH, ...settings, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  server.stdout.on('data', (chunk) => (output += chunk));
  server.stderr.on('data', (chunk) => (output += chunk));
  const exit = new Promise<number | null>((resolve) => server.once('close', (code) => resolve(code)));
  const run = { process: server, output: () => output, exit };
  runs.push(run);
  return run;
}

async function urlOf(run: Run): Promise<string> {
  for (;;) {
    const url = /shelfcast serves at (\S+)\./.exec(run.output())?.[1];
    if (url) return url;
    if (run.process.exitCode !== null) throw new Error(run.output());
    await sleep(20);
  }
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** A request on a connection of its own; `sent` once all of it is with the system. */
function sending(
  url: string,
  body: unknown,
): { sent: Promise<unknown>; status: Promise<number | undefined> } {
  const headers = { 'content-type': 'application/json' };
  const request = httpRequest(url, { method: 'POST', agent: false, headers });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  const sent = once(request, 'finish');
  request.end(JSON.stringify(body));
  return { sent, status: answered.then(([response]) => response.resume().statusCode) };
}

(built ? describe : describe.skip)('the built server', () => {
  it('fills an empty catalog, says what to try, and that works', async () => {
    const run = start();
    const url = await urlOf(run);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const commands = run.output().match(/curl -s [^\n]+\\\n[^\n]+/g)!;
    expect(commands).toHaveLength(2);
    for (const command of commands) {
      const body = JSON.parse(/-d '(.*)'$/.exec(command)![1]);
      const response = await post(`${url}/embed-and-predict`, body);
      expect(response.status).toBe(200);
      const { items } = (await response.json()) as {
        items: { cold_start: boolean; total: { mean: number } }[];
      };
      expect(items[0].total.mean).toBeGreaterThan(0);
      expect(items[0].cold_start).toBe(!('sku' in body.items[0]));
    }
    const first = await (await post(`${url}/embed`, { texts: ['red mug'] })).json();
    run.process.kill('SIGTERM');
    expect(await run.exit).toBe(0);

    const again = start();
    const second = await (await post(`${await urlOf(again)}/embed`, { texts: ['red mug'] })).json();
    expect(again.output()).not.toContain('The catalog was empty');
    expect(first).toMatchObject({ cached: [false] });
    expect(second).toMatchObject({ cached: [true] });
  });

  it('says to try what the shipped model is sure of', async () => {
    const shipped = join(__dirname, '../../onnx');
    const run = start({
      SHELFCAST_ENCODER: join(shipped, 'encoder'),
      SHELFCAST_MODELS: shipped,
      SHELFCAST_DB: join(settings.SHELFCAST_MODELS, 'demo.db'),
    });
    const url = await urlOf(run);
    const bodies = [...run.output().matchAll(/-d '(.*)'$/gm)].map(([, body]) => JSON.parse(body) as unknown);
    expect(bodies).toHaveLength(2);
    for (const body of bodies) {
      const { items } = (await (await post(`${url}/embed-and-predict`, body)).json()) as {
        items: { warnings: unknown[] }[];
      };
      expect(items[0].warnings).toEqual([]);
    }
  });

  it('answers a request that runs when it is told to stop, and ends with status 0', async () => {
    const run = start();
    const url = await urlOf(run);
    const body = JSON.stringify({ items: [{ description: 'red mug' }] });
    const request = httpRequest(`${url}/embed-and-predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length },
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.on('response', resolve).on('error', reject);
    });
    request.write(body.slice(0, 10));
    while (!(await (await fetch(`${url}/metrics`)).text()).includes('shelfcast_requests_underway 2'))
      await sleep(10);
    run.process.kill('SIGTERM');
    while ((await fetch(`${url}/health/ready`)).status !== 503) await sleep(10);
    expect(await (await post(`${url}/embed`, { texts: ['a'] })).json()).toMatchObject({ code: 'draining' });
    request.end(body.slice(10));
    const response = await answered;
    expect(response.statusCode).toBe(200);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    expect(JSON.parse(Buffer.concat(chunks).toString()).items).toHaveLength(1);
    expect(await run.exit).toBe(0);
  });

  it('has a line in its log for each request, soon and also for the last ones before it stops', async () => {
    const run = start();
    const url = await urlOf(run);
    const lines = () => run.output().match(/"msg":"request"/g)?.length ?? 0;
    await post(`${url}/embed`, { texts: ['red mug'] });
    while (lines() < 1) await sleep(10);
    const last = Array.from({ length: 40 }, (_, n) => post(`${url}/embed`, { texts: [`blue mug ${n}`] }));
    await Promise.all(last);
    run.process.kill('SIGTERM');
    expect(await run.exit).toBe(0);
    expect(lines()).toBe(41);
    expect(run.output()).not.toContain('everyone who reaches');
    expect(run.output()).toMatch(/"msg":"stopped"\}\s*$/);
  });

  it('answers each request of a burst with its forecast or 503 when it is told to stop', async () => {
    const run = start();
    const url = await urlOf(run);
    const items = Array.from({ length: 256 }, (_, n) => ({ description: `red mug ${n}` }));
    const burst = Array.from({ length: 20 }, () => sending(`${url}/embed-and-predict`, { items }));
    await Promise.all(burst.map(({ sent }) => sent));
    run.process.kill('SIGTERM');
    const statuses = await Promise.all(burst.map(({ status }) => status));
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(await run.exit).toBe(0);
  });

  it('logs a failure that nobody caught, and goes on; where others reach it, it says that everybody may call', async () => {
    const failing = join(mkdtempSync(join(tmpdir(), 'shelfcast-failing-')), 'failing.cjs');
    writeFileSync(
      failing,
      "process.on('SIGUSR2', () => setTimeout(() => { throw new Error('nobody caught this'); }));",
    );
    const run = start({ NODE_OPTIONS: `--require ${failing}`, SHELFCAST_HOST: '0.0.0.0' });
    const url = await urlOf(run);
    run.process.kill('SIGUSR2');
    while (!run.output().includes('nobody caught this')) await sleep(10);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    run.process.kill('SIGHUP');
    expect(await run.exit).toBe(0);
    expect(run.output()).toContain('everyone who reaches this address may call');
  });

  it('traces its requests to the collector that the environment names', async () => {
    const spans: { name: string; traceId: string; parentSpanId?: string; spanId: string }[] = [];
    const collector = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { resourceSpans } = JSON.parse(Buffer.concat(chunks).toString());
      spans.push(...resourceSpans[0].scopeSpans[0].spans);
      response.end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const port = (collector.address() as AddressInfo).port;
    const run = start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    const url = await urlOf(run);
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await post(`${url}/embed`, { texts: ['secret words'] }, { traceparent });
    run.process.kill('SIGTERM');
    expect(await run.exit).toBe(0);
    collector.closeAllConnections();
    collector.close();

    const request = spans.find(({ name }) => name === 'POST /embed')!;
    expect(request).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      parentSpanId: 'b7ad6b7169203331',
    });
    const stages = spans
      .filter(({ parentSpanId }) => parentSpanId === request.spanId)
      .map(({ name }) => name);
    expect(stages.sort()).toEqual(['inference', 'queue', 'tokenization']);
    expect(JSON.stringify(spans)).not.toContain('secret');
  });

  describe('that cannot start says so in one sentence', () => {
    const sentence = async (environment: Record<string, string>) => {
      const run = start(environment);
      expect(await run.exit).toBe(1);
      return run.output().match(/^shelfcast: .*$/m)![0];
    };

    it('when the port is in use', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const port = String((other.address() as AddressInfo).port);
      expect(await sentence({ SHELFCAST_PORT: port })).toBe(
        `shelfcast: Port ${port} on 127.0.0.1 is in use; choose another with --port.`,
      );
      other.close();
    });

    it('when there is no model', async () => {
      const nowhere = mkdtempSync(join(tmpdir(), 'shelfcast-none-'));
      const message = await sentence({ SHELFCAST_MODELS: nowhere, SHELFCAST_DB: join(nowhere, 'new.db') });
      expect(message).toMatch(/^shelfcast: There is no model in the directory .* `shelfcast train`/);
    });

    it('when every model is refused', async () => {
      const models = mkdtempSync(join(tmpdir(), 'shelfcast-bad-'));
      mkdirSync(join(models, 'broken'));
      writeFileSync(join(models, 'broken', 'manifest.json'), '{}');
      const database = join(models, 'new.db');
      fillFile(database);
      const message = await sentence({ SHELFCAST_MODELS: models, SHELFCAST_DB: database });
      expect(message).toMatch(/^shelfcast: No model can be served: broken: /);
    });

    it('when the database is none', async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-db-')), 'broken.db');
      writeFileSync(file, 'this is not a database, and long enough to be seen as none '.repeat(20));
      expect(await sentence({ SHELFCAST_DB: file })).toMatch(
        /^shelfcast: the database .* is damaged or no database of shelfcast/,
      );
    });

    it('when there is no encoder', async () => {
      expect(await sentence({ SHELFCAST_ENCODER: '/nowhere' })).toMatch(/^shelfcast: .*nowhere/);
    });
  });
});
