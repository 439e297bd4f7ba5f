import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database/database';
import { trainedModels } from '../../../src/registry/jobs/jobFiles';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { ModelRegistry } from '../../../src/registry/models/models';
import { openFile, type OpenStore, STORES, Stores } from '../../support/stores';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

describe.each(STORES)('on %s', (name) => {
  const stores = new Stores(name);
  let app: RunningApp;
  let store: OpenStore;
  let catalog: Catalog;
  beforeAll(() => stores.start());
  beforeEach(async () => {
    store = await stores.open();
    ({ catalog } = store);
    app = await startApp({}, store.parts);
  });
  afterEach(async () => {
    await stopApps();
    await store.close();
  });
  afterAll(() => stores.stop());

  async function send(method: string, path: string, body: unknown) {
    const response = await fetch(app.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  }

  const sale = (id: string, more: object = {}) => ({ id, sku: 'a', date: '2026-01-05', units: 2, ...more });
  const units = () => catalog.history('A', Infinity).map((week) => week.units);

  test('sales count once, and are weeks when they are complete', async () => {
    expect(
      await send('POST', '/sales', {
        sales: [sale('1'), sale('2', { date: '2026-01-06T10:30', promo_text: ' 2 for 1' })],
      }),
    ).toEqual({
      status: 200,
      body: { accepted: 2, repeated: 0, refused: [], complete_until: null },
    });
    expect((await send('POST', '/sales', { sales: [sale('1'), sale('3')] })).body).toMatchObject({
      ...{ accepted: 1, repeated: 1 },
    });
    expect((await send('POST', '/sales/complete', { until: '2026-01-11' })).body).toEqual({
      complete_until: '2026-01-11',
      last_week: '2026-01-05',
      closed: ['2026-01-05'],
      thin: [],
      warning: null,
    });
    expect(units()).toEqual([6]);
    expect(catalog.history('A', Infinity)).toMatchObject([{ promotion: '2 for 1' }]);
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    expect(metrics).toMatch(/^shelfcast_sales_total\{result="accepted"\} 3$/m);
    expect(metrics).toMatch(/^shelfcast_sales_total\{result="repeated"\} 1$/m);
    expect(metrics).toMatch(/^shelfcast_complete_until_seconds 1768089600$/m);
  });

  test('what is wrong is refused alone, by its path and in order', async () => {
    await send('POST', '/sales', { sales: [sale('known')] });
    const { body } = await send('POST', '/sales', {
      sales: [
        sale('1', { units: 'two' }),
        sale('known', { units: 3 }),
        sale('2'),
        sale('3', { date: '2026-02-30' }),
        sale('4', { date: '2026-01-05T10:30:00Z' }),
        sale('5', { date: '2199-01-01' }),
        sale('6', { sku: ' ' }),
        sale('7', { colour: 'red' }),
        'sale',
        sale('8', { price: -1 }),
        sale('9', { units: 1e12 }),
        sale('10', { sku: 'a\ud800' }),
      ],
    });
    expect(body).toMatchObject({ accepted: 1, repeated: 0 });
    expect(body.refused).toEqual(
      [
        ['sales[0].units', /number/],
        ['sales[1].id', /known already/],
        ['sales[3].date', /must be an existing day/],
        ['sales[4].date', /without a zone/],
        ['sales[5].date', /after today/],
        ['sales[6].sku', /blank/],
        ['sales[7].colour', /not a known field/],
        ['sales[8]', /object/],
        ['sales[9].price', />=0/],
        ['sales[10].units', /<=1000000000/],
        ['sales[11].sku', /half a character/],
      ].map(([path, message]) => ({ path, message: expect.stringMatching(message) })),
    );
  });

  test('a body that is none is refused as a whole', async () => {
    expect((await send('POST', '/sales', { sales: 'all' })).status).toBe(422);
    expect((await send('POST', '/sales', { sales: [], till: 1 })).status).toBe(422);
    expect((await send('POST', '/sales', {})).body).toMatchObject({
      errors: [{ path: 'sales', message: 'is missing' }],
    });
    expect(
      (await send('POST', '/sales', { sales: [sale('unsold', { units: undefined })] })).body.refused,
    ).toEqual([{ path: 'sales[0].units', message: 'is missing' }]);
    expect((await send('POST', '/sales', { sales: Array(5001).fill(sale('1')) })).status).toBe(413);
    expect((await send('PUT', '/products', { products: Array(1001).fill({}) })).status).toBe(413);
    expect((await send('POST', '/sales/complete', { until: '2026-01-11' })).body).toMatchObject({
      status: 422,
      errors: [{ path: 'until', message: expect.stringMatching(/none has been sent yet/) }],
    });
    for (const until of ['x', '2026-02-30', '0000-00-00'])
      expect((await send('POST', '/sales/complete', { until })).status).toBe(422);
    expect((await send('POST', '/sales/complete', { until: '2199-01-11' })).body).toMatchObject({
      errors: [{ path: 'until', message: 'lies after today' }],
    });
  });

  test('lines are answered in groups, the bad ones by their number', async () => {
    const lines = [
      ...Array.from({ length: 2500 }, (_, i) => JSON.stringify(sale(String(i)))),
      '',
      '{"id": "bad"',
      JSON.stringify(sale('late', { date: 'yesterday' })),
      JSON.stringify(sale('0', { units: 9 })),
      JSON.stringify(sale('1')),
    ];
    const response = await fetch(`${app.url}/sales?source=till`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
      body: gzipSync(lines.join('\n')),
    });
    const answers = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const sum = (field: string) => answers.reduce((total, answer) => total + answer[field], 0);
    expect([sum('accepted'), sum('repeated')]).toEqual([2500, 1]);
    expect(answers.flatMap(({ refused }) => refused)).toEqual([
      { path: '', message: expect.stringMatching(/not valid JSON/), line: 2502 },
      { path: 'date', message: expect.stringMatching(/must be an existing day/), line: 2503 },
      { path: 'id', message: expect.stringMatching(/known already/), line: 2504 },
    ]);
  });

  test('a few lines are answered by one', async () => {
    const response = await app.post(
      '/sales',
      [sale('1'), sale('2')].map((each) => JSON.stringify(each)).join('\n'),
      {
        'content-type': 'application/x-ndjson',
      },
    );
    expect(await response.json()).toEqual({ accepted: 2, repeated: 0, refused: [], complete_until: null });
  });

  test('a wrong year is refused by its path', async () => {
    await send('POST', '/sales', { sales: [sale('1')] });
    const message = expect.stringMatching(/^is 1990-01-0.*begins on 2026-01-05: look for a wrong year/);
    const wrong = { sales: [sale('2'), sale('3', { date: '1990-01-05' })] };
    expect((await send('POST', '/sales', wrong)).body).toMatchObject({
      ...{ accepted: 1, refused: [{ path: 'sales[1].date', message }] },
    });
    const total = { sku: 'A', week: '1990-01-01', units: 5 };
    expect((await send('PUT', '/sales/weeks', { weeks: [total] })).body).toMatchObject({
      ...{ accepted: 0, refused: [{ path: 'weeks[0].week', message }] },
    });
  });

  test('a history of many lines comes in whole, in whatever order its years are', async () => {
    const years = ['2026', '2012', '2019'];
    const lines = years.flatMap((year) =>
      Array.from({ length: 1500 }, (_, i) => JSON.stringify(sale(`${year}-${i}`, { date: `${year}-01-05` }))),
    );
    const response = await app.post('/sales', lines.join('\n'), { 'content-type': 'application/x-ndjson' });
    const answers = (await response.text()).trim().split('\n');
    expect(answers.length).toBeGreaterThan(1);
    expect(answers.flatMap((answer) => JSON.parse(answer).refused)).toEqual([]);
    expect((await send('POST', '/sales', { sales: [sale('x', { date: '2009-06-01' })] })).body).toMatchObject(
      {
        accepted: 0,
      },
    );
  });

  test('weeks have a total or sales', async () => {
    const week = (monday: string, more: object = {}) => ({ sku: 'A', week: monday, units: 5, ...more });
    const { body } = await send('PUT', '/sales/weeks', {
      weeks: [
        week('2026-01-05', { price: 2, features: { visits: 7 } }),
        week('2026-01-06'),
        week('2026-01-12'),
      ],
    });
    expect(body).toEqual({
      ...{ accepted: 2, repeated: 0, complete_until: null },
      refused: [{ path: 'weeks[1].week', message: expect.stringMatching(/must be the Monday/) }],
    });
    expect((await send('POST', '/sales', { sales: [sale('1')] })).body.refused).toEqual([
      { path: 'sales[0].date', message: expect.stringMatching(/has a total for the week of 2026-01-05/) },
    ]);
    await send('POST', '/sales/complete', { until: '2026-01-18' });
    expect(units()).toEqual([5, 5]);
    expect(catalog.extras('A', Infinity)).toMatchObject({ visits: 7 });
  });

  test('products are told, changed and removed', async () => {
    const mug = { sku: 'a', description: 'Red mug', price: 4 };
    expect(
      (await send('PUT', '/products', { products: [mug, { sku: 'b', description: ' ' }] })).body,
    ).toEqual({
      ...{ added: 1, changed: 0, unchanged: 0 },
      refused: [{ path: 'products[1].description', message: expect.stringMatching(/not be blank/) }],
    });
    expect((await send('PUT', '/products', { products: [mug] })).body).toMatchObject({ unchanged: 1 });
    const listed = (await (await fetch(`${app.url}/catalog`)).json()) as { items: object[] };
    expect(listed.items).toEqual([{ sku: 'A', description: 'Red mug', price: 4, units_last_4_weeks: 0 }]);
    expect(await send('DELETE', '/products/a', undefined)).toEqual({
      status: 200,
      body: {
        sku: 'A',
        models: ['demo-shop'],
        next: null,
      },
    });
    expect(app.service.forgotten).toContain('Red mug');
    expect((await send('DELETE', '/products/a', undefined)).status).toBe(404);
  });

  test('what is sent in many small requests is stored, all of it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) => send('POST', '/sales', { sales: [sale(`s${i % 200}`)] })),
    );
    const sum = (field: string) => answers.reduce((total, { body }) => total + body[field], 0);
    expect([sum('accepted'), sum('repeated')]).toEqual([200, 100]);
    await send('POST', '/sales/complete', { until: '2026-01-11' });
    expect(units()).toEqual([400]);
  });

  test('a product that is removed is still in the models named, and the answer says what rids them of it', async () => {
    // A shared catalog takes away a trained model that it does not list, such as these.
    const own = await openFile();
    const database = openDatabase(own.catalog.file, REGISTRY);
    const registry = new ModelRegistry(database);
    app = await startApp({}, { ...own.parts, registry });
    const next = async () => {
      await send('PUT', '/products', { products: [{ sku: 'a', description: 'Red mug' }] });
      return (await send('DELETE', '/products/a', undefined)).body.next;
    };
    registry.register('other', '/models/other');
    registry.register('demo-shop', join(trainedModels(own.catalog.file), 'demo-shop'));
    expect(await next()).toBe('To be rid of it in models: DELETE /models/demo-shop.');
    registry.activate('demo-shop');
    expect(await next()).toBe(
      'To be rid of it in models: train without it by POST /train and activate the new model; then DELETE /models/demo-shop.',
    );
    registry.register('demo-shop', '/models/demo-shop');
    registry.activate('other');
    expect(await next()).toBe(
      "To be rid of it in models: remove the directories of 'demo-shop' on the server's machine.",
    );
    database.close();
    await own.close();
  });
});
