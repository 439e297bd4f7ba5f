import { Agent, request as httpRequest } from 'node:http';
import { until } from '../support/until';
import { startApp, stopApps, type RunningApp } from './support/startApp';

const HOUR_MS = 3_600_000;
let app: RunningApp;
beforeEach(async () => void (app = await startApp()));
afterEach(stopApps);

describe('a server that stops', () => {
  it('answers what it accepted, refuses new work and says that it is not ready', async () => {
    let release: () => void = () => {};
    app.service.hold = () => new Promise<void>((resolve) => (release = resolve));
    const accepted = app.post('/embed', { texts: ['a'] });
    await until(() => app.service.calls.length > 0);
    const stopped = app.stop(HOUR_MS);
    const refused = await app.post('/embed', { texts: ['b'] });
    expect(await refused.json()).toMatchObject({ status: 503, code: 'draining' });
    expect(refused.headers.get('connection')).toBe('close');
    const ready = await fetch(`${app.url}/health/ready`);
    expect(await ready.json()).toMatchObject({ status: 503, code: 'draining' });
    release();
    expect((await accepted).status).toBe(200);
    expect(await stopped).toBe(true);
    await expect(fetch(`${app.url}/health/live`)).rejects.toThrow();
  });

  it('does not wait longer than it may', async () => {
    app.service.hold = () => new Promise(() => {});
    const accepted = app.post('/embed', { texts: ['a'] });
    await until(() => app.service.calls.length > 0);
    expect(await app.stop(100)).toBe(false);
    expect(await (await accepted).json()).toMatchObject({ status: 503, code: 'draining' });
  });

  it('does not wait for idle connections', async () => {
    const agent = new Agent({ keepAlive: true });
    await new Promise<void>((resolve) => {
      httpRequest(`${app.url}/health/live`, { agent }, (response) =>
        response.resume().on('end', resolve),
      ).end();
    });
    expect(await app.stop(HOUR_MS)).toBe(true);
    agent.destroy();
  });
});
