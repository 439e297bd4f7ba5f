import { type OpenStore, STORES, Stores } from '../../support/stores';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

describe.each(STORES)('on %s', (name) => {
  const stores = new Stores(name);
  let app: RunningApp;
  let store: OpenStore;
  beforeAll(async () => {
    await stores.start();
    store = await stores.open();
    app = await startApp({}, store.parts);
  });
  afterAll(async () => {
    await stopApps();
    await store.close();
    await stores.stop();
  });

  const asked = async (method: string, path: string) => {
    const response = await fetch(app.url + path, { method });
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };

  test('a training is taken, shown and cancelled', async () => {
    const begun = await app.post('/train', { name: 'spring', until: '2026-03-02', horizon: 10 });
    expect(begun.status).toBe(202);
    const { job } = (await begun.json()) as { job: { id: number } };
    expect(job).toMatchObject({
      model: 'spring',
      until: '2026-03-02',
      horizon: 10,
      state: 'queued',
      promote: 'ask',
      log: [],
    });
    expect((await asked('GET', '/jobs')).body).toMatchObject({ jobs: [{ id: job.id, state: 'queued' }] });
    expect((await asked('DELETE', `/jobs/${job.id}`)).body).toMatchObject({ state: 'cancelled' });
    expect(await asked('DELETE', `/jobs/${job.id}`)).toMatchObject({
      status: 409,
      body: { code: 'job_ended', detail: `Job ${job.id} is cancelled; there is nothing left to cancel.` },
    });
    expect(await (await fetch(`${app.url}/metrics`)).text()).not.toContain('NaN');
  });

  test.each([
    [{ name: '../x' }, 'name'],
    [{ until: '2026-02-30' }, 'until'],
    [{ horizon: 14 }, 'horizon'],
    [{ horizon: 0 }, 'horizon'],
    [{ weeks: 4 }, 'weeks'],
  ])('%j is refused by its name', async (body, path) => {
    const response = await app.post('/train', body);
    expect([response.status, ((await response.json()) as { errors: unknown[] }).errors]).toEqual([
      422,
      [expect.objectContaining({ path })],
    ]);
  });

  test('jobs that are not there are not found', async () => {
    for (const id of ['7', 'x', '-1', '9'.repeat(30)]) {
      expect(await asked('GET', `/jobs/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
  });
});
