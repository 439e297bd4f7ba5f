import { startApp, stopApps, type RunningApp } from '../support/startApp';

let app: RunningApp;
beforeEach(async () => void (app = await startApp()));
afterEach(stopApps);

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const json = async (response: Response): Promise<any> => response.json();
const put = (body: unknown) =>
  fetch(`${app.url}/launches`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const launch = { sku: 'n1', description: 'green mug', price: 4, date: '2026-04-01' };

test('launches take the place of those that were planned', async () => {
  const planned = { ...launch, sku: 'N1', promo_text: null };
  const first = await put({ launches: [launch, { ...launch, sku: 'N2' }] });
  expect([first.status, await json(first)]).toEqual([
    200,
    { launches: [planned, { ...planned, sku: 'N2' }], ignored: [] },
  ]);
  await put({ launches: [launch] });
  expect(await json(await fetch(`${app.url}/launches`))).toEqual({ launches: [planned] });
});

test('launches that would never be forecast are named and left out', async () => {
  await app.post('/sales', { sales: [{ id: '1', sku: 'a', date: '2026-03-23', units: 3 }] });
  await app.post('/sales/complete', { until: '2026-03-29' });
  const sent = [{ ...launch, sku: 'n0', date: '2026-03-29' }, launch, { ...launch, sku: 'a' }];
  const { launches, ignored } = await json(await put({ launches: sent }));
  expect(launches.map(({ sku }: { sku: string }) => sku)).toEqual(['N1']);
  expect(ignored).toEqual([
    {
      path: 'launches[0].date',
      message: '2026-03-29 lies in a week that has closed: launches from 2026-03-30 on are forecast',
    },
    { path: 'launches[2].sku', message: expect.stringMatching(/^'a' sells since the week of 2026-03-23/) },
  ]);
  expect((await json(await fetch(`${app.url}/launches`))).launches).toEqual(launches);
});

test('launches that cannot be planned change nothing', async () => {
  await put({ launches: [launch] });
  const twice = await put({ launches: [launch, { ...launch, sku: ' N1' }] });
  expect([twice.status, (await json(twice)).errors]).toEqual([
    422,
    [{ path: 'launches[1].sku', message: "' N1' is planned twice; a product is launched once" }],
  ]);
  const bad = await put({ launches: [{ ...launch, date: '2026-02-30', price: -1 }] });
  expect((await json(bad)).errors.map(({ path }: { path: string }) => path)).toEqual([
    'launches[0].price',
    'launches[0].date',
  ]);
  const many = await put({
    launches: Array.from({ length: 5001 }, (_, at) => ({ ...launch, sku: `${at}` })),
  });
  expect(many.status).toBe(413);
  expect((await json(await fetch(`${app.url}/launches`))).launches).toHaveLength(1);
});

test('a product of which nothing is forecast yet has no forecasts, and one that nobody knows is not found', async () => {
  await app.post('/sales', { sales: [{ id: '1', sku: 'a', date: '2026-03-23', units: 3 }] });
  const known = await fetch(`${app.url}/accuracy/a`);
  expect([known.status, (await json(known)).forecasts]).toEqual([200, []]);
  expect((await fetch(`${app.url}/accuracy/NONE`)).status).toBe(404);
});

test('without a closed week accuracy and drift say that nothing is known', async () => {
  const accuracy = await json(await fetch(`${app.url}/accuracy?weeks=4`));
  expect(accuracy).toMatchObject({ model: null, monitoring: { state: 'unknown' }, groups: [] });
  expect((await fetch(`${app.url}/accuracy?weeks=0`)).status).toBe(422);
  expect(await json(await fetch(`${app.url}/drift`))).toMatchObject({ training: null, weeks: [] });
  expect((await json(await fetch(`${app.url}/info`))).monitoring.state).toBe('unknown');
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(metrics).toContain('shelfcast_monitoring_state{state="unknown"} 1');
  expect(metrics).toContain('shelfcast_monitoring_state{state="stale"} 0');
});
