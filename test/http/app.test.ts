import { ShelfcastError } from '../../src/contract/errors';
import { startApp, stopApps, type RunningApp } from './support/startApp';
import { until } from '../support/until';

let app: RunningApp;
beforeEach(async () => void (app = await startApp()));
afterEach(stopApps);

const items = [{ description: 'red mug' }, { description: 'blue lantern', sku: 'B1', price: 3.5 }];

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const json = async (response: Response): Promise<any> => response.json();

describe('a request', () => {
  it('is answered in the order of its items, with an id and its timings', async () => {
    const response = await app.post('/embed-and-predict', { items }, { 'x-request-id': 'abc-1' });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json',
      'x-request-id': 'abc-1',
      'x-tokenization-time': '0.10',
      'x-queue-time': '0.20',
      'x-inference-time': '0.30',
      'x-total-time': expect.stringMatching(/^\d+\.\d\d$/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const body = await json(response);
    expect(body.items.map((item: { sku: string | null }) => item.sku)).toEqual([null, 'B1']);
    expect(app.service.calls[0].requestId).toBe('abc-1');
  });

  it('gets an id of its own where it has none or one that is not plain', async () => {
    const ids = await Promise.all(
      [undefined, 'a b', 'x'.repeat(200)].map(async (id) => {
        const response = await app.post(
          '/embed',
          { texts: ['a'] },
          id === undefined ? {} : { 'x-request-id': id },
        );
        return response.headers.get('x-request-id');
      }),
    );
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-z]+$/);
  });

  it('names every bad field by its path and computes nothing', async () => {
    const bad = [
      items[0],
      { description: '', price: -1, colour: 'red' },
      { description: 'a', date: '2026-02-30' },
    ];
    const response = await app.post('/embed-and-predict', { items: bad, modle: 'x' });
    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const problem = await json(response);
    expect(problem).toMatchObject({
      type: 'urn:shelfcast:error:invalid',
      title: 'The request has invalid fields',
      status: 422,
      code: 'invalid',
      request_id: response.headers.get('x-request-id'),
    });
    expect(problem.errors.map((error: { path: string }) => error.path).sort()).toEqual([
      'items[1].colour',
      'items[1].description',
      'items[1].price',
      'items[2].date',
      'modle',
    ]);
    expect(app.service.calls).toHaveLength(0);
  });

  it.each([
    ['not JSON', '{"items": [}', {}, 400, 'not_json'],
    ['empty', '', {}, 400, 'not_json'],
    ['JSON of another type', '[]', {}, 422, 'invalid'],
    ['NaN', '{"items":[{"description":"a","price":NaN}]}', {}, 400, 'not_json'],
    ['of no content type', '{}', { 'content-type': '' }, 415, 'unsupported_media_type'],
    ['of another content type', '{}', { 'content-type': 'text/plain' }, 415, 'unsupported_media_type'],
    [
      'of another charset',
      '{}',
      { 'content-type': 'application/json; charset=latin1' },
      415,
      'unsupported_media_type',
    ],
  ])('whose body is %s is refused', async (_name, body, headers, status, code) => {
    const response = await app.post('/embed-and-predict', body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status, code });
  });

  it('with too many items or too long a body is refused as 413', async () => {
    const many = await app.post('/embed-and-predict', { items: new Array(257).fill(items[0]) });
    expect(await many.json()).toMatchObject({
      status: 413,
      code: 'too_many_items',
      errors: [{ path: 'items' }],
    });
    const long = await app.post('/embed', { texts: ['x'.repeat(9 * 1024 * 1024)] });
    expect(await long.json()).toMatchObject({ status: 413, code: 'too_large' });
  });

  it('to another address or with another method is answered so', async () => {
    const nowhere = await fetch(`${app.url}/nowhere`);
    expect(await nowhere.json()).toMatchObject({ status: 404, code: 'not_found' });
    const badEncoding = await fetch(`${app.url}/models/%E0%A4%A`);
    expect(badEncoding.status).toBe(404);
    const get = await fetch(`${app.url}/embed`);
    expect(get.status).toBe(405);
    expect(get.headers.get('allow')).toBe('POST');
  });

  it('ends with 504 when its own deadline passes, and its work is told', async () => {
    app.service.hold = (call) => new Promise((resolve) => call.signal.addEventListener('abort', resolve));
    const response = await app.post('/embed', { texts: ['a'], timeout_ms: 400 });
    expect(await response.json()).toMatchObject({ status: 504, code: 'deadline' });
    expect(app.service.calls[0].signal.reason).toMatchObject({ code: 'deadline' });
  });

  it('whose client hangs up has its work told', async () => {
    const held = new Promise<void>((resolve) => {
      app.service.hold = (call) =>
        new Promise((release) => {
          call.signal.addEventListener('abort', () => (resolve(), release(null)));
          client.abort();
        });
    });
    const client = new AbortController();
    const request = fetch(`${app.url}/embed`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"texts":["a"]}',
      signal: client.signal,
    });
    await expect(request).rejects.toThrow();
    await held;
  });

  it('says when to come again where the queue is full', async () => {
    app.service.failures = [new ShelfcastError('queue_full', 'full', { retryAfterSeconds: 1.2 })];
    const response = await app.post('/embed', { texts: ['a'] });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('2');
  });

  it('that meets an unexpected failure is told nothing of it, and the log everything', async () => {
    app.service.failures = [new Error('secret /etc/path')];
    const response = await app.post('/embed', { texts: ['a'] });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/secret|etc/);
    expect(JSON.stringify(app.logged)).toContain('secret /etc/path');
  });

  it('leaves one line in the log, without its body', async () => {
    await (await app.post('/embed', { texts: ['a very private text'] })).text();
    await until(() => app.logged.length > 0);
    expect(app.logged).toHaveLength(1);
    expect(app.logged[0]).toMatchObject({ route: '/embed', status: 200, method: 'POST', msg: 'request' });
    expect(JSON.stringify(app.logged)).not.toContain('private');
  });
});

describe('readiness', () => {
  const ready = () => fetch(`${app.url}/health/ready`);

  it('waits for the service', async () => {
    app.service.ready = false;
    const response = await ready();
    expect(await response.json()).toMatchObject({
      status: 503,
      code: 'not_ready',
      detail: 'The encoder is loading.',
    });
    app.service.ready = true;
    expect((await ready()).status).toBe(200);
  });

  it('asks for a fresh inference after one failed', async () => {
    app.service.failures = [new Error('inference failed')];
    app.service.probeSucceeds = false;
    await app.post('/embed', { texts: ['a'] });
    expect((await ready()).status).toBe(503);
    app.service.probeSucceeds = true;
    expect((await ready()).status).toBe(200);
  });
});
