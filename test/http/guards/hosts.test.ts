import { request as httpRequest } from 'node:http';
import { startApp, stopApps } from '../support/startApp';

afterEach(stopApps);

/** Status and body of a GET that names another host than it goes to. */
function get(url: string, host: string, path = '/info'): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    httpRequest(url + path, { headers: { host } }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode!, text }));
    })
      .on('error', reject)
      .end();
  });
}

const statuses = (url: string, hosts: string[]) =>
  Promise.all(hosts.map(async (host) => (await get(url, host)).status));

describe('the name a server is called by', () => {
  it('is none but its own where it listens on loopback', async () => {
    const { url } = await startApp();
    const own = ['127.0.0.1:8080', 'localhost', 'LOCALHOST:80', 'app.localhost', '[::1]:8080', '10.0.0.5'];
    expect(await statuses(url, own)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await statuses(url, ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example'])).toEqual(
      [403, 403, 403],
    );
    const { status, text } = await get(url, 'evil.example:8080', '/health/live');
    expect([status, JSON.parse(text).code]).toEqual([403, 'forbidden_host']);
    expect(text).toContain('allowed-hosts');
  });

  it('may be one that is allowed, with or without its port', async () => {
    const { url } = await startApp({ allowedHosts: 'shelfcast, shop.example:8443' });
    expect(await statuses(url, ['shelfcast', 'shelfcast:80', 'shop.example:8443', 'evil.example'])).toEqual([
      200, 200, 200, 403,
    ]);
  });

  it('may be any where all are allowed, or where others reach the server', async () => {
    expect(await statuses((await startApp({ allowedHosts: '*' })).url, ['evil.example'])).toEqual([200]);
    expect(await statuses((await startApp({ host: '0.0.0.0' })).url, ['shop.example'])).toEqual([200]);
  });
});

describe('a server behind a proxy', () => {
  it('answers under its prefix and without', async () => {
    const { url } = await startApp({ basePath: '/shop/forecasts' });
    for (const path of ['/health/live', '/docs', '/openapi.json', '/v2/models/demo-shop']) {
      expect((await fetch(url + path)).status).toBe(200);
      expect((await fetch(`${url}/shop/forecasts${path}`)).status).toBe(200);
    }
    expect((await fetch(`${url}/shop/forecastsx/health/live`)).status).toBe(404);
    const redirect = await fetch(`${url}/shop/forecasts`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([308, '/shop/forecasts/']);
    const document = (await (await fetch(`${url}/shop/forecasts/openapi.json`)).json()) as {
      servers: unknown;
    };
    expect(document.servers).toEqual([{ url: '/shop/forecasts' }]);
  });

  it('has pages that name nothing by its place at the root', async () => {
    const { url } = await startApp();
    const page = await (await fetch(`${url}/docs`)).text();
    expect(page).not.toMatch(/(href|src)="\//);
    expect(await (await fetch(`${url}/docs/start.js`)).text()).not.toContain("'/");
  });

  it('counts the addresses that a trusted proxy tells, and no other', async () => {
    const ask = async (app: { url: string }, address: string) =>
      (await fetch(`${app.url}/info`, { headers: { 'x-forwarded-for': address } })).status;
    const trusting = await startApp({ rateLimit: 1, trustProxy: 'loopback' });
    expect([await ask(trusting, '203.0.113.1'), await ask(trusting, '203.0.113.2')]).toEqual([200, 200]);
    expect(await ask(trusting, '203.0.113.1')).toBe(429);
    const plain = await startApp({ rateLimit: 1 });
    expect([await ask(plain, '203.0.113.1'), await ask(plain, '203.0.113.2')]).toEqual([200, 429]);
  });

  it('takes the origin of the page that a trusted proxy offers for its own', async () => {
    const { post } = await startApp({ trustProxy: 'loopback' });
    const headers = { origin: 'https://shop.example', 'x-forwarded-host': 'shop.example' };
    expect((await post('/embed', { texts: ['a'] }, headers)).status).toBe(200);
    const other = { ...headers, 'x-forwarded-host': 'other.example' };
    expect((await post('/embed', { texts: ['a'] }, other)).status).toBe(403);
    const plain = await startApp();
    expect((await plain.post('/embed', { texts: ['a'] }, headers)).status).toBe(403);
  });
});
