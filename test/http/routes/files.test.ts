import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FilePreview } from '../../../src/contract/filePreview';
import type { FileIngest } from '../../../src/contract/fileIngest';
import type { Catalog } from '../../../src/registry/catalog';
import { type OpenStore, STORES, Stores } from '../../support/stores';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

let app: RunningApp;
beforeAll(async () => void (app = await startApp()));
afterAll(stopApps);

async function preview(body: string | Buffer, query = '') {
  const response = await fetch(`${app.url}/files/preview${query}`, { method: 'POST', body });
  const answer = (await response.json()) as FilePreview & { detail: string };
  return { status: response.status, body: answer };
}

const SALES = [
  'Artikelnummer;Datum;Menge;Preis;Bezeichnung',
  ...['06', '13', '20'].map((day) => `A1;${day}.01.2025;1.200;4,50;Becher größer`),
].join('\n');

test('a sales file without a schema: what was guessed, how it was read, and its weeks', async () => {
  const { status, body } = await preview(Buffer.from(SALES, 'latin1'), '?name=januar.csv');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    name: 'januar.csv',
    columns: ['Artikelnummer', 'Datum', 'Menge', 'Preis', 'Bezeichnung'],
    schema: { granularity: 'week', sku: 'Artikelnummer', date: 'Datum', target: 'Menge', price: 'Preis' },
    unclear: [],
    kind: 'sales',
    weeks: [
      { week: '2025-01-06', units: 1200, products: 1, unknown: 0 },
      { week: '2025-01-13', units: 1200, products: 1, unknown: 0 },
      { week: '2025-01-20', units: 1200, products: 1, unknown: 0 },
    ],
    problem: null,
  });
  expect(body.first_rows[0]).toEqual(['A1', '06.01.2025', '1.200', '4,50', 'Becher größer']);
  expect(JSON.stringify(body.report?.notes)).toMatch(/windows-1252.*|decimal comma/);
});

test('a file of items under a schema: the first of them', async () => {
  const schema = { mode: 'demand', granularity: 'week', sku: 'code', date: 'launch', target: 'units' };
  const query = `?schema=${encodeURIComponent(JSON.stringify({ ...schema, description: 'text', price: 'cost' }))}`;
  const { body } = await preview(gzipSync('code,text,cost\nA,Mug,"1,234.50"\nB,,3\n'), query);
  expect(body).toMatchObject({
    kind: 'items',
    items: [{ sku: 'A', description: 'Mug', price: 1234.5 }],
    report: { rows: 2, kept: 1 },
    weeks: null,
    problem: null,
  });
});

test('what is not plain is told with its choices, what is no sheet is refused, and a wrong schema is named', async () => {
  const open = await preview('sku,item_id,day,units,title\nA,B,2025-01-06,1,Mug\n');
  expect(open.body).toMatchObject({ kind: null, weeks: null, schema: { sku: 'CHOOSE sku | item_id' } });
  expect(open.body.problem).toMatch(/the product code \("sku"\) could be 'sku' or 'item_id'/);
  const binary = await preview(Buffer.from([...Array(64).keys()]));
  expect([binary.status, binary.body.detail]).toEqual([422, expect.stringMatching(/is no text/)]);
  const empty = await preview('');
  expect([empty.status, empty.body.detail]).toEqual([422, expect.stringMatching(/is empty/)]);
  const schema = await preview(SALES, '?schema={}');
  expect([schema.status, schema.body.detail]).toEqual([422, expect.stringMatching(/the schema: .*"mode"/)]);
});

describe.each(STORES)('/ingest on %s', (kind) => {
  const stores = new Stores(kind);
  let store: OpenStore;
  let catalog: Catalog;
  const WEEKS = ['01-06', '01-13', '01-20', '01-27', '02-03', '02-10', '02-17', '02-24'];
  const file = (rows: string[]) => ['sku,date,units,text', ...rows, ''].join('\n');
  const SHOP = file([
    ...WEEKS.map((day) => `A,2025-${day},12,Mug`),
    'B,2025-01-06,5,Bowl',
    'B,2025-01-20,,Bowl',
    'C,2025-01-06,7,Cup',
  ]);
  const NEXT = file(['B,2025-03-03,3,Bowl', 'B,2025-03-10,4,Bowl']);
  const TWELVES = WEEKS.map(() => 12);
  let shop: RunningApp;
  beforeAll(async () => {
    await stores.start();
    store = await stores.open();
    ({ catalog } = store);
    shop = await startApp({}, store.parts);
  });
  afterAll(async () => {
    await store.close();
    await stores.stop();
  });

  async function ingest(body: string | Buffer, query = '', headers = {}) {
    const response = await fetch(`${shop.url}/ingest${query}`, { method: 'POST', body, headers });
    return { status: response.status, body: (await response.json()) as FileIngest & { detail: string } };
  }
  const unitsOf = (sku: string) => catalog.history(sku, Infinity).map(({ units }) => units);

  test('stores a file as the command does, tells what it took for zero, and changes nothing twice', async () => {
    const { status, body } = await ingest(gzipSync(SHOP), '?name=januar.csv');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'januar.csv',
      schema: { mode: 'demand', granularity: 'week', sku: 'sku', target: 'units' },
      report: { rows: 11, kept: 10, dropped: [{ rows: 1, examples: [{ line: 11, value: '' }] }] },
      catalog: { products: 3, new_products: 3, zero_weeks: 13, unknown_weeks: 1, replaced_synthetic: false },
    });
    expect([unitsOf('A'), unitsOf('B'), unitsOf('C')]).toEqual([
      TWELVES,
      [5, 0, NaN, 0, 0, 0, 0, 0],
      [7, 0, 0, 0, 0, 0, 0, 0],
    ]);
    const again = await ingest(SHOP);
    expect(again.body.catalog).toMatchObject({ new_products: 0, changed_weeks: 0 });
  });

  test('asks what a file says of products that it does not list', async () => {
    const asked = await ingest(NEXT);
    expect([asked.status, asked.body.detail]).toEqual([422, expect.stringMatching(/covers=all/)]);
    expect(unitsOf('A')).toHaveLength(8);
    const told = await ingest(NEXT, '?covers=listed');
    expect(told.status).toBe(200);
    expect([unitsOf('A'), unitsOf('B')]).toEqual([
      [...TWELVES, NaN, NaN],
      [5, 0, NaN, 0, 0, 0, 0, 0, 3, 4],
    ]);
  });

  test('tells how far it is, line by line, and the answer or the problem last', async () => {
    const lines = async (path: string, body: string) => {
      const response = await fetch(`${shop.url}${path}`, { method: 'POST', body });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
      const text = await response.text();
      return text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const whole = { done: SHOP.length, of: SHOP.length };
    const previewed = await lines('/files/preview?progress=true', SHOP);
    expect(previewed.slice(0, -1)).toContainEqual(whole);
    expect(previewed.at(-1)).toMatchObject({ kind: 'sales', report: { rows: 11 } });
    const ingested = await lines('/ingest?progress=true', SHOP);
    expect(ingested[0]).toEqual(whole);
    expect(ingested.at(-1)).toMatchObject({ catalog: { changed_weeks: 0 } });
    const refused = await lines('/ingest?progress=true', file(['Z,2025-03-17,1,Jug', 'Z,2025-03-24,1,Jug']));
    expect(refused.at(-1)).toMatchObject({
      status: 422,
      detail: expect.stringMatching(/covers=all/) as string,
    });
  });

  test('refuses what cannot be stored, and stores nothing of it', async () => {
    const before = catalog.shopWeeks();
    const table = JSON.stringify({ mode: 'table', target: 'units', text: ['text'] });
    for (const [body, query, reason] of [
      [NEXT, `?schema=${encodeURIComponent(table)}`, /table mode/],
      [NEXT, '?schema={}', /the schema: mode/],
      [NEXT, '?covers=some', /covers/],
      ['sku,item_id,day,units,title\nA,B,2025-02-03,1,Mug\n', '', /could be 'sku' or 'item_id'/],
      ['', '', /is empty/],
    ] as const) {
      const { status, body: answer } = await ingest(body, query);
      expect([status, JSON.stringify(answer)]).toEqual([422, expect.stringMatching(reason)]);
    }
    expect(catalog.shopWeeks()).toEqual(before);
  });

  test('of two files at the same time one is told to come again', async () => {
    const both = await Promise.all([ingest(SHOP, '?covers=all'), ingest(SHOP, '?covers=all')]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429]);
  });

  test('takes the key that all changes take', async () => {
    const key = 'a-key-of-the-tests-that-is-long-enough';
    const hash = createHash('sha256').update(key).digest('hex');
    const locked = await startApp({ apiKeyHashes: hash }, { catalog });
    const send = (headers: Record<string, string>) =>
      fetch(`${locked.url}/ingest?covers=all`, { method: 'POST', body: SHOP, headers });
    expect((await send({})).status).toBe(401);
    expect((await send({ authorization: `Bearer ${key}` })).status).toBe(200);
  });
});
