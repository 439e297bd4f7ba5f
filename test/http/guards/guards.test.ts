import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKey } from '../../../src/http/guards/apiKeys';
import { startApp, stopApps } from '../support/startApp';
import { until } from '../../support/until';

afterEach(stopApps);

const texts = { texts: ['a'] };

describe('API keys', () => {
  const first = makeKey();
  const second = makeKey();
  const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-keys-')), 'keys');
  writeFileSync(file, `# keys of the shop\n${second.hash} pipeline\n`);

  it('let in whoever has one, by either header, from setting or file', async () => {
    const app = await startApp({ apiKeyHashes: first.hash, apiKeyFile: file });
    const statuses = await Promise.all(
      [
        {},
        { authorization: `Bearer ${first.key}` },
        { 'x-api-key': second.key },
        { authorization: `Bearer ${first.key}x` },
        { authorization: `Basic ${first.key}` },
        { authorization: `Bearer ${first.hash}` },
      ].map(async (headers) => (await app.post('/embed', texts, headers as Record<string, string>)).status),
    );
    expect(statuses).toEqual([401, 200, 200, 401, 401, 401]);
    await until(() => app.logged.length === statuses.length);
    expect(
      app.logged
        .filter((line) => line.status === 200)
        .map((line) => line.client)
        .sort(),
    ).toEqual([`key-${first.hash.slice(0, 8)}`, 'pipeline']);
    expect(JSON.stringify(app.logged)).not.toContain(first.key);
  });

  it('are asked before anything else is looked at, but not for health, page and documentation', async () => {
    const app = await startApp({ apiKeyHashes: first.hash });
    const refused = await app.post('/embed', 'not json', { 'content-type': 'text/plain' });
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    for (const path of ['/health/live', '/health/ready', '/docs', '/openapi.json', '/v2/health/live']) {
      expect((await fetch(app.url + path)).status).toBe(200);
    }
    for (const path of ['/info', '/models', '/metrics', '/catalog', '/v2/models/demo-shop']) {
      expect((await fetch(app.url + path)).status).toBe(401);
    }
  });

  it('are random, and kept as their SHA-256', () => {
    expect(makeKey().key).not.toBe(first.key);
    expect(first.key).toMatch(/^sc_[\w-]{43}$/);
    expect(createHash('sha256').update(first.key).digest('hex')).toBe(first.hash);
  });

  it.each([
    ['that is no key file', `${first.hash} fine\nplain-key\n`, /on line 2\. Make a key with/],
    ['without a key', '# none yet\n\n', /holds no key/],
    ['that is not there', null, /cannot be read \(ENOENT\)/],
  ])('in a file %s stop the start', async (_, content, said) => {
    const bad = join(mkdtempSync(join(tmpdir(), 'shelfcast-keys-')), 'keys');
    if (content !== null) writeFileSync(bad, content);
    await expect(startApp({ apiKeyFile: bad })).rejects.toThrow(said);
  });
});

describe('the rate limit', () => {
  it('counts by key and says when to come again', async () => {
    const [one, other] = [makeKey(), makeKey()];
    const app = await startApp({ apiKeyHashes: `${one.hash},${other.hash}`, rateLimit: 3 });
    const ask = (key: string) => app.post('/embed', texts, { authorization: `Bearer ${key}` });
    for (let n = 0; n < 3; n++) expect((await ask(one.key)).status).toBe(200);
    const refused = await ask(one.key);
    expect(await refused.json()).toMatchObject({ status: 429, code: 'rate_limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(other.key)).status).toBe(200);
    expect((await fetch(`${app.url}/health/live`)).status).toBe(200);
  });
});

describe('origins', () => {
  const ask = async (origin: string, method = 'POST', flags = { corsOrigins: 'https://shop.example' }) => {
    const app = await startApp(flags);
    return fetch(`${app.url}/embed`, {
      method,
      headers: {
        origin: origin.replace('SELF', app.url),
        ...(method === 'OPTIONS'
          ? {
              'access-control-request-method': 'POST',
              'access-control-request-headers': 'content-type,authorization',
            }
          : { 'content-type': 'application/json' }),
      },
      ...(method === 'POST' ? { body: JSON.stringify(texts) } : {}),
    });
  };

  it('that are allowed may call, and see the headers', async () => {
    const preflight = await ask('https://shop.example', 'OPTIONS');
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/);
    expect(preflight.headers.get('x-request-id')).toMatch(/./);
    const response = await ask('https://shop.example');
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-expose-headers')).toMatch(/x-request-id/);
  });

  it('that are not allowed are refused what they send', async () => {
    const response = await ask('https://evil.example');
    expect(await response.json()).toMatchObject({ status: 403, code: 'forbidden_origin' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(
      (await ask('https://evil.example', 'OPTIONS')).headers.get('access-control-allow-origin'),
    ).toBeNull();
    expect((await ask('null')).status).toBe(403);
  });

  it('of the server itself may call', async () => {
    expect((await ask('SELF')).status).toBe(200);
  });
});

describe('pages', () => {
  it('come with headers that keep everything foreign out', async () => {
    const webDirectory = mkdtempSync(join(tmpdir(), 'shelfcast-web-'));
    writeFileSync(join(webDirectory, 'index.html'), '<!doctype html><title>shelfcast</title>');
    const app = await startApp({}, { webDirectory });
    for (const path of ['/', '/docs']) {
      const response = await fetch(app.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toMatch(/^text\/html; charset=utf-8$/i);
      const policy = response.headers.get('content-security-policy')!;
      expect(policy).toMatch(/default-src 'self'/);
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(response.headers.get('x-frame-options')).toBe('DENY');
      expect(response.headers.get('x-request-id')).toMatch(/./);
    }
    const documentation = await (await fetch(`${app.url}/docs`)).text();
    expect(documentation.match(/(src|href)="(?!docs\/)/)).toBeNull();
    expect((await fetch(`${app.url}/docs/swagger-ui-bundle.js`)).status).toBe(200);
    expect((await fetch(`${app.url}/..%2f..%2fpackage.json`)).status).toBe(404);
  });
});
