import { gzipSync } from 'node:zlib';
import type { FilePreview } from '../../../src/contract/filePreview';
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
