import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { readSettings } from '../../src/contract/readSettings';
import { Lifecycle } from '../../src/http/lifecycle';
import { listen, type HttpServer } from '../../src/http/server';
import { createStartingApp } from '../../src/http/startingApp';
import { Metrics } from '../../src/http/watch/metrics';

const open: HttpServer[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((server) => server.stop(1000)))));

const web = mkdtempSync(join(tmpdir(), 'shelfcast-web-'));
writeFileSync(join(web, 'index.html'), '<title>shelfcast</title>');

async function starting(flags: Record<string, unknown> = {}, stage = 'it reads its shop') {
  const settings = readSettings(flags, {});
  const lifecycle = new Lifecycle();
  const front = {
    settings,
    lifecycle,
    metrics: new Metrics(),
    log: pino({ level: 'silent' }),
    tracing: null,
  };
  const app = createStartingApp(front, web, () => stage);
  const server = await listen(app, lifecycle, { ...settings, host: '127.0.0.1', port: 0 });
  open.push(server);
  return { server, front };
}

describe('a server that starts', () => {
  it('says in the words of both protocols that it is alive', async () => {
    const { server } = await starting();
    expect(await (await fetch(`${server.url}/health/live`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${server.url}/v2/health/live`)).json()).toEqual({ live: true });
  });

  it.each([
    ['GET', '/health/ready'],
    ['GET', '/info'],
    ['POST', '/embed-and-predict'],
    ['POST', '/sales'],
    ['GET', '/docs'],
  ])('answers %s %s that it is not ready, why, and when to ask again', async (method, path) => {
    const { server } = await starting();
    const body = method === 'POST' ? JSON.stringify({ items: [] }) : undefined;
    const response = await fetch(server.url + path, { method, body });
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await response.json()).toMatchObject({
      code: 'not_ready',
      detail: 'The server is starting: it reads its shop.',
    });
  });

  it('has the page to show, which asks again', async () => {
    const { server } = await starting();
    const response = await fetch(server.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await response.text()).toContain('shelfcast');
  });

  it('answers under its prefix', async () => {
    const { server } = await starting({ basePath: '/shop' });
    expect((await fetch(`${server.url}/shop/health/live`)).status).toBe(200);
  });

  it('hands over to the app that answers from then on, also on open connections', async () => {
    const { server, front } = await starting();
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
    server.answerBy(createStartingApp(front, web, () => 'it is another one'));
    const answer = (await (await fetch(`${server.url}/health/ready`)).json()) as { detail: string };
    expect(answer.detail).toBe('The server is starting: it is another one.');
  });
});
