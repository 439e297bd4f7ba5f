import { ERRORS, ShelfcastError, type ErrorCode } from '../../../src/contract/errors';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

let app: RunningApp;
beforeAll(async () => void (app = await startApp()));
afterAll(stopApps);

/** What clients may rely on: changing a line here changes the API. */
const PINNED: Record<ErrorCode, number> = {
  not_json: 400,
  unauthorized: 401,
  forbidden_scope: 403,
  forbidden_origin: 403,
  forbidden_host: 403,
  not_found: 404,
  unknown_model: 404,
  method_not_allowed: 405,
  body_timeout: 408,
  job_ended: 409,
  model_in_use: 409,
  model_refused: 409,
  answers_unread: 413,
  too_large: 413,
  too_many_items: 413,
  unsupported_media_type: 415,
  invalid: 422,
  text_refused: 422,
  queue_full: 429,
  bodies_full: 429,
  rate_limited: 429,
  internal: 500,
  not_ready: 503,
  draining: 503,
  deadline: 504,
};

const codes = Object.keys(PINNED) as ErrorCode[];

it('the error table is as clients know it', () => {
  const table = Object.fromEntries(Object.entries(ERRORS).map(([code, { status }]) => [code, status]));
  expect(table).toEqual(PINNED);
});

it.each(codes)('%s is answered as a problem', async (code) => {
  app.service.failures = [new ShelfcastError(code, 'What is wrong.')];
  const response = await app.post('/embed', { texts: ['a'] });
  expect(response.status).toBe(PINNED[code]);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toEqual({
    type: `urn:shelfcast:error:${code}`,
    title: ERRORS[code].title,
    status: PINNED[code],
    code,
    detail: 'What is wrong.',
    request_id: response.headers.get('x-request-id'),
  });
});

it.each([
  ['SQLITE_FULL', 503, 'not_ready'],
  ['SQLITE_READONLY_DBMOVED', 503, 'not_ready'],
  ['SQLITE_IOERR_WRITE', 503, 'not_ready'],
  ['SQLITE_CONSTRAINT', 500, 'internal'],
])('%s of a database is answered by %i, and told to the log alone', async (sqlite, status, code) => {
  const cause = Object.assign(new Error('of /var/shop.db'), { code: sqlite });
  app.service.failures = [cause, new Error('kept embeddings cannot be used: /var/shop.db', { cause })];
  for (let failure = 0; failure < 2; failure++) {
    const logged = app.logged.length;
    const response = await app.post('/embed', { texts: ['a'] });
    const text = await response.text();
    expect([response.status, JSON.parse(text).code]).toEqual([status, code]);
    expect(text).not.toContain('shop.db');
    expect(JSON.stringify(app.logged.slice(logged))).toContain('shop.db');
  }
});

it('the interfaces of others answer errors in their own shape', async () => {
  const openai = await app.post('/v1/embeddings', { input: 5, model: 'm' });
  expect(openai.status).toBe(400);
  expect(await openai.json()).toEqual({
    error: {
      message: expect.stringContaining('input'),
      type: 'invalid_request_error',
      param: 'input',
      code: 'invalid',
    },
  });
  const inference = await app.post('/v2/models/demo-shop/infer', { inputs: [] });
  expect(inference.status).toBe(400);
  expect(await inference.json()).toEqual({ error: expect.stringContaining('inputs') });
  expect(await (await fetch(`${app.url}/v2/nothing`)).json()).toEqual({ error: expect.any(String) });
});
