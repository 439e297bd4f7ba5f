import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApp, stopApps, type RunningApp } from '../support/startApp';
import { until } from '../../support/until';
import { collectGarbage } from '../../support/heap';

/** STREAM_LINES=1000000 for the long run. */
const LINES = Number(process.env.STREAM_LINES ?? 100_000);
/** Bytes; compiled code and the like come and go. */
const MOST_GROWN = 3_000_000;

let app: RunningApp;
beforeEach(async () => void (app = await startApp()));
afterEach(stopApps);

interface LineAnswer {
  total?: { mean: number };
  embedding?: number[];
  sku?: string;
  code?: string;
  line?: number;
  errors?: { path: string }[];
}

async function send(path: string, lines: string): Promise<LineAnswer[]> {
  const response = await app.post(path, lines, { 'content-type': 'application/x-ndjson' });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const text = await response.text();
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** A request whose body is written, and whose answer is read, by hand. */
function openStream(path: string): { request: ClientRequest; answer: Promise<IncomingMessage> } {
  const request = httpRequest(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
  });
  request.on('error', () => {});
  request.flushHeaders();
  const answer = once(request, 'response').then(([response]) => response);
  answer.catch(() => {});
  return { request, answer };
}

function memoryInUse(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const item = (n: number) => `${JSON.stringify({ description: 'x'.repeat((n % 40) + 1), sku: `S${n}` })}\n`;

describe('a stream of items', () => {
  it('answers one line a line, in order, whatever the line ends with', async () => {
    const lines = Array.from({ length: 500 }, (_, n) => item(n)).join('');
    const answers = await send(
      '/embed-and-predict',
      `\r\n${lines.replaceAll('\n', ' \r\n')}\n\n${item(500).trim()}`,
    );
    expect(answers.map((answer) => answer.sku)).toEqual(Array.from({ length: 501 }, (_, n) => `S${n}`));
    expect(answers[41].total).toMatchObject({ mean: 2 });
  });

  it('answers a bad line by a problem in its place', async () => {
    const answers = await send(
      '/embed-and-predict',
      [
        item(0).trim(),
        '{"description":',
        '{"description":"a","price":-1,"colour":"red"}',
        '',
        '{"description":"refused by the service","sku":"R"}',
        Buffer.from([0x22, 0xff, 0x22]).toString('latin1'),
        `"${'x'.repeat(1_100_000)}"`,
        item(7).trim(),
      ].join('\n'),
    );
    expect(answers.map(({ sku, code, line }) => sku ?? `${code} ${line}`)).toEqual([
      'S0',
      'not_json 2',
      'invalid 3',
      'invalid 5',
      'invalid 6',
      'too_large 7',
      'S7',
    ]);
    expect(answers[2].errors!.map(({ path }) => path).sort()).toEqual(['colour', 'price']);
  });

  it('takes its options from the query and refuses others', async () => {
    const unknown = await app.post('/embed-and-predict?colour=red', item(0), {
      'content-type': 'application/x-ndjson',
    });
    expect(await unknown.json()).toMatchObject({ status: 422, errors: [{ path: 'query.colour' }] });
    const notFlag = await app.post('/embed-and-predict?compare=yes', item(0), {
      'content-type': 'application/x-ndjson',
    });
    expect(await notFlag.json()).toMatchObject({ status: 422, errors: [{ path: 'query.compare' }] });
    expect(await send('/embed-and-predict?compare=true', item(0))).toHaveLength(1);
  });

  it.each([
    ['there is no such model', '/embed-and-predict?model=nope', true, 404, 'unknown_model'],
    ['nothing can be forecast', '/embed-and-predict', false, 503, 'not_ready'],
    ['nothing can be embedded', '/embed', false, 503, 'not_ready'],
  ])('is answered whole, before its lines, where %s', async (_, path, ready, status, code) => {
    app.service.ready = ready;
    const { request, answer } = openStream(path);
    const response = await answer;
    const [body] = await once(response, 'data');
    expect([response.statusCode, JSON.parse(String(body)).code]).toEqual([status, code]);
    expect(response.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
    request.end();
  });

  it('answers a slow writer line by line', async () => {
    const { request, answer } = openStream('/embed-and-predict');
    const seen: string[] = [];
    request.write(item(1));
    const reader = createInterface({ input: await answer });
    for await (const line of reader) {
      seen.push(JSON.parse(line).sku);
      if (seen.length < 3) request.write(item(seen.length + 1));
      else request.end();
    }
    expect(seen).toEqual(['S1', 'S2', 'S3']);
  });

  it('waits for its turn in a full queue, which no single request does', async () => {
    await send('/embed-and-predict', [1, 2, 3].map(item).join(''));
    expect(app.service.calls.at(-1)!.patient).toBe(true);
    await fetch(`${app.url}/embed-and-predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ description: 'mug' }] }),
    });
    expect(app.service.calls.at(-1)!.patient).toBeFalsy();
  });

  it('serves a client that sends everything before it reads', async () => {
    const { request, answer } = openStream('/embed-and-predict');
    const skus = Array.from({ length: 1000 }, (_, n) => `${'S'.repeat(120)}${n}`);
    const lines = skus.map((sku) => `${JSON.stringify({ description: 'x', sku })}\n`).join('');
    // Several times what the two sockets hold.
    for (let n = 0; n < 30; n++) if (!request.write(lines)) await once(request, 'drain');
    request.end();
    await until(() => app.service.itemsSeen === 30_000);
    const answered: string[] = [];
    for await (const line of createInterface({ input: await answer })) answered.push(JSON.parse(line).sku);
    expect(answered).toEqual(Array.from({ length: 30 }, () => skus).flat());
  });

  it('tells a client that sends without reading what to do, once there is no room for its answers', async () => {
    await stopApps();
    app = await startApp({ spoolLimit: 1_000_000 });
    const { request, answer } = openStream('/embed-and-predict');
    const lines = Array.from({ length: 1000 }, (_, n) => item(n)).join('');
    for (let n = 0; n < 200; n++) if (!request.write(lines)) await once(request, 'drain');
    request.end();
    const answers: LineAnswer[] = [];
    for await (const line of createInterface({ input: await answer })) answers.push(JSON.parse(line));
    const last = answers.at(-1)!;
    expect(last).toMatchObject({
      code: 'answers_unread',
      detail: expect.stringMatching(/read them while you send/),
    });
    const forecasts = answers.filter(({ code }) => code === undefined).length;
    expect(forecasts).toBeGreaterThan(0);
    expect(answers.slice(0, forecasts).every(({ code }) => code === undefined)).toBe(true);
    expect(last.line).toBe(answers.length);
  });

  it('reads no further than its client reads, but for what there is room for', async () => {
    await stopApps();
    app = await startApp({ spoolLimit: 0 });
    const { request, answer } = openStream('/embed-and-predict');
    let written = 0;
    const lines = Array.from({ length: 1000 }, (_, n) => item(n)).join('');
    const writing = (async () => {
      for (; written < 100; written++) {
        if (!request.write(lines)) await once(request, 'drain');
      }
      request.end();
    })();
    const response = await answer;
    await until(() => app.service.itemsSeen > 0);
    // The app has its turns in this process too, however few the machine gives it.
    for (let [turns, seen] = [0, -1]; turns < 50; await sleep(1)) {
      turns = seen === app.service.itemsSeen ? turns + 1 : 0;
      seen = app.service.itemsSeen;
    }
    expect(app.service.itemsSeen).toBeLessThan(80_000);
    let answered = 0;
    for await (const line of createInterface({ input: response })) answered += line ? 1 : 0;
    await writing;
    expect(answered).toBe(100_000);
  });

  it(
    `keeps its memory flat over ${LINES} lines`,
    async () => {
      const { request, answer } = openStream('/embed-and-predict');
      const lines = Array.from({ length: 1000 }, (_, n) => item(n)).join('');
      void (async () => {
        for (let n = 0; n < LINES / 1000; n++) if (!request.write(lines)) await once(request, 'drain');
        request.end();
      })();
      let answered = 0;
      let early = 0;
      for await (const line of createInterface({ input: await answer })) {
        answered += line ? 1 : 0;
        if (answered === LINES / 5) early = memoryInUse();
      }
      expect(answered).toBe(LINES);
      // What the last lines left is let go of within a few turns of the event loop.
      let grown = memoryInUse() - early;
      for (let tries = 0; grown >= MOST_GROWN && tries < 200; tries++) {
        await sleep(100);
        grown = memoryInUse() - early;
      }
      if (process.env.STREAM_LINES) console.info(`${early} bytes after a fifth, ${early + grown} at the end`);
      // What went through since is 4 MB of items and 20 MB of answers.
      expect(grown).toBeLessThan(MOST_GROWN);
    },
    600_000 + LINES,
  );

  it('whose client hangs up drops its queued work', async () => {
    const dropped = new Promise<void>((resolve) => {
      app.service.hold = (call) =>
        new Promise((release) => call.signal.addEventListener('abort', () => (resolve(), release(null))));
    });
    const { request } = openStream('/embed-and-predict');
    request.write(item(1));
    await until(() => app.service.calls.length > 0);
    request.destroy();
    await dropped;
  });

  it('ends with an error line when the server stops, and what was read is answered', async () => {
    const { request, answer } = openStream('/embed-and-predict');
    request.write(item(1));
    const answers: LineAnswer[] = [];
    for await (const line of createInterface({ input: await answer })) {
      answers.push(JSON.parse(line));
      if (answers.length === 1) {
        void app.stop(3_600_000);
        await until(() => app.lifecycle.stopping);
        request.write(item(2));
      }
    }
    expect(answers).toMatchObject([{ sku: 'S1' }, { code: 'draining', line: 2 }]);
  });
});

describe('a stream of texts', () => {
  it('answers each with its embedding', async () => {
    const answers = await send('/embed', '"abc"\n"a longer text"\n5\n');
    expect(answers).toMatchObject([
      { embedding: [3, 0.5, -0.25, 1], tokens: 1, truncated: false, cached: false },
      { embedding: [13, 0.5, -0.25, 1], tokens: 3 },
      { code: 'invalid', line: 3 },
    ]);
  });
});
