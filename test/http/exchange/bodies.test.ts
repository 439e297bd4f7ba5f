import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { brotliCompressSync, constants, gzipSync, type InputType } from 'node:zlib';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

let app: RunningApp;
afterEach(stopApps);

interface Problem {
  code: string;
  detail: string;
  errors?: { path: string; message: string }[];
  embeddings?: number[][];
}

async function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) as Problem };
}

const brotli = (bytes: InputType) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });

const texts = JSON.stringify({ texts: ['abc'] });
const many = (part: string, count: number) => new Array(count).fill(part).join(',');

describe('a body that holds more than any request needs', () => {
  beforeEach(async () => void (app = await startApp()));

  const tensor = (data: string) =>
    `{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[${data}]}]}`;

  it.each([
    ['a million empty objects', '/v2/models/demo-shop/infer', tensor(many('{}', 1_000_000))],
    ['a million lists', '/v2/models/demo-shop/infer', tensor(many('[1]', 1_000_000))],
    ['deep nesting', '/embed', '['.repeat(1_000_000)],
    [
      'half a million names',
      '/embed-and-predict',
      `{"items":[{"description":"a","features":{${Array.from({ length: 500_000 }, (_, n) => `"f${n}":1`)}}}]}`,
    ],
  ])('is refused before anything is made of it: %s', async (_name, path, body) => {
    const { status, text } = await post(path, body);
    expect(status).toBe(413);
    expect(text).toMatch(/The body holds (more than 600000 values|values nested|an object of more than)/);
  });

  it('is read no further than an answer names issues', async () => {
    const objects = await post('/v2/models/demo-shop/infer', tensor(many('{}', 260_000)));
    expect(objects.status).toBe(400);
    expect(objects.text.length).toBeLessThan(1000);
    const week = '{"date":"2026-99-99","units":-1,"colour":1}';
    const item = `{"description":"a","history":[${many(week, 520)}]}`;
    const histories = await post('/embed-and-predict', `{"items":[${many(item, 256)}]}`);
    expect(histories.status).toBe(422);
    expect(histories.json.errors).toHaveLength(50);
    expect(histories.json.errors![0]).toMatchObject({ path: 'items[0].history[0].date' });
    expect(histories.text.length).toBeLessThan(10_000);
  });

  it('names the map that has too many names', async () => {
    const names = Array.from({ length: 1025 }, (_, n) => `"f${n}":1`);
    const { status, json } = await post(
      '/embed-and-predict',
      `{"items":[{"description":"a","features":{${names}}}]}`,
    );
    expect(status).toBe(422);
    expect(json.errors).toEqual([
      { path: 'items[0].features', message: 'has 1025 names; at most 1024 are taken' },
    ]);
  });

  it('refuses more different names than any shop has, and takes the same ones again and again', async () => {
    const items = (name: (item: number, n: number) => string) =>
      Array.from({ length: 256 }, (_, at) => {
        const features = Array.from({ length: 1000 }, (_field, n) => `"${name(at, n)}":1`);
        return `{"description":"a","features":{${features}}}`;
      });
    const all = await post('/embed-and-predict', `{"items":[${items((at, n) => `f${at}x${n}`)}]}`);
    expect([all.status, all.json.detail]).toEqual([
      413,
      'The body holds more than 20000 different names; send fewer items a request or NDJSON.',
    ]);
    const same = await post('/embed-and-predict', `{"items":[${items((_, n) => `f${n}`)}]}`);
    expect(same.status).toBe(200);
  });

  it('finds no array and no map without a limit in what the API takes', async () => {
    type Schema = { [key: string]: unknown };
    const document = (await (await fetch(`${app.url}/openapi.json`)).json()) as {
      paths: Record<
        string,
        Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
      >;
      components: { schemas: Record<string, Schema> };
    };
    const unlimited: string[] = [];
    const walk = (schema: Schema, at: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      if (typeof schema.$ref === 'string') {
        const name = schema.$ref.split('/').at(-1)!;
        if (!at.includes(name)) walk(document.components.schemas[name], `${at} ${name}`);
        return;
      }
      if (schema.type === 'array' && schema.maxItems === undefined) unlimited.push(at);
      if (typeof schema.additionalProperties === 'object' && schema.maxProperties === undefined)
        unlimited.push(at);
      if (schema.type === 'object' && schema.additionalProperties === undefined) unlimited.push(at);
      for (const [key, inner] of Object.entries(schema)) {
        if (Array.isArray(inner)) inner.forEach((each) => walk(each as Schema, `${at}.${key}`));
        else if (typeof inner === 'object') walk(inner as Schema, `${at}.${key}`);
      }
    };
    let walked = 0;
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { requestBody } of Object.values(operations)) {
        for (const { schema } of Object.values(requestBody?.content ?? {})) {
          walk(schema, path);
          walked++;
        }
      }
    }
    expect(walked).toBeGreaterThan(8);
    expect(unlimited).toEqual([]);
  });
});

describe('a body with a byte order mark', () => {
  beforeEach(async () => void (app = await startApp()));

  it('is read without it', async () => {
    expect((await post('/embed', `\ufeff${texts}`)).json.embeddings).toHaveLength(1);
    const lines = await app.post('/embed', '\ufeff"abc"\n"de"\n', { 'content-type': 'application/x-ndjson' });
    expect((await lines.text()).match(/embedding/g)).toHaveLength(2);
  });

  it('and nothing else is empty', async () => {
    expect((await post('/embed', '\ufeff')).json).toMatchObject({
      code: 'not_json',
      detail: 'The body is empty; send a JSON object.',
    });
  });
});

describe('a compressed body', () => {
  beforeEach(async () => void (app = await startApp()));

  it.each([
    ['gzip', gzipSync],
    ['br', brotli],
  ])('in %s is taken, whole or as lines', async (encoding, compress) => {
    const { status, json } = await post('/embed', compress(texts), { 'content-encoding': encoding });
    expect([status, json.embeddings?.[0][0]]).toEqual([200, 3]);
    const lines = await post('/embed', compress('"abc"\n'), {
      'content-encoding': encoding,
      'content-type': 'application/x-ndjson',
    });
    expect(lines.text).toMatch(/embedding/);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotli],
  ])('in %s is limited by what it unpacks to', async (encoding, compress) => {
    const { status, json } = await post('/embed', compress(Buffer.alloc(40 * 1024 * 1024, 32)), {
      'content-encoding': encoding,
    });
    expect([status, json.code]).toEqual([413, 'too_large']);
  });

  it('that is not what it says is told so', async () => {
    for (const body of [Buffer.from(texts), gzipSync(texts).subarray(0, 20)]) {
      const { status, json } = await post('/embed', body, { 'content-encoding': 'gzip' });
      expect([status, json.detail]).toEqual([
        400,
        'The body is not compressed as its content-encoding says.',
      ]);
    }
    const unknown = await post('/embed', texts, { 'content-encoding': 'compress' });
    expect([unknown.status, unknown.json.detail]).toEqual([
      415,
      expect.stringMatching(/uncompressed or in gzip or deflate or br.*'compress'/),
    ]);
  });

  it('that goes wrong after nobody reads it any more ends nothing', async () => {
    const good = gzipSync(`"abc"\n${'"d"\n'.repeat(200_000)}`);
    const half = good.subarray(0, good.length >> 1);
    for (const body of [half, Buffer.concat([half, Buffer.alloc(100_000, 7)])]) {
      const controller = new AbortController();
      const asked = fetch(`${app.url}/embed`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
        body,
        signal: controller.signal,
      });
      const response = await asked;
      await response.body!.getReader().read();
      controller.abort();
    }
    while (app.lifecycle.count > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect((await post('/embed', texts)).status).toBe(200);
  });

  it('in lines that is not what it says is answered in its place', async () => {
    const { status, json } = await post('/embed', '"abc"\n', {
      'content-encoding': 'gzip',
      'content-type': 'application/x-ndjson',
    });
    expect([status, json.code]).toEqual([200, 'not_json']);
  });
});

describe('bodies under way', () => {
  it('have one budget together, and small ones are never kept out by it', async () => {
    app = await startApp({ bodyLimit: 100_000 });
    const held: Socket[] = [];
    const answers: string[] = [];
    for (let n = 0; n < 60; n++) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.on('data', (chunk) => answers.push(chunk.toString().split('\r\n\r\n')[0]));
      socket.on('error', () => {});
      socket.write(
        `POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n`,
      );
      socket.write('x'.repeat(99_000));
      held.push(socket);
    }
    while (answers.length < 5) await new Promise((resolve) => setTimeout(resolve, 10));
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1.1 429 /);
      expect(answer).toMatch(/retry-after: 1/);
    }
    expect((await post('/embed', texts)).status).toBe(200);
    for (const socket of held) socket.destroy();
    while (app.lifecycle.count > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    const large = JSON.stringify({ texts: ['a'.repeat(8000), ...new Array(10).fill('b'.repeat(8000))] });
    expect((await post('/embed', large)).status).toBe(200);
  });

  it('are told when they do not arrive in time, and their connection ends', async () => {
    app = await startApp({ requestTimeout: 200 });
    const socket = connect({
      port: Number(new URL(app.url).port),
      host: '127.0.0.1',
      allowHalfOpen: true,
    });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.write(
      'POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{',
    );
    await once(socket, 'end');
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toMatch(/connection: close/i);
    expect(answer).toContain('"code":"body_timeout"');
    // The client's side is still open: writing fails once the server has let go of its own.
    const failed = new Promise<[NodeJS.ErrnoException]>((resolve) =>
      socket.on('error', (error) => resolve([error])),
    );
    const writing = setInterval(() => socket.write('x'), 10);
    const [error] = await failed;
    clearInterval(writing);
    socket.destroy();
    expect(['EPIPE', 'ECONNRESET']).toContain(error.code);
  });
});
