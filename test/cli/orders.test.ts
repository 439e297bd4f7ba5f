import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { temporary } from '../ingest/files';
import { writeCatalog } from '../../src/registry/catalogWriter';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { runCli as run } from '../support/runCli';

const files = temporary();
afterAll(files.remove);
const MODEL = ['--model', 'onnx/demo-shop'];

test('orders of a file: its own columns go before the options, what cannot be decided on is told', async () => {
  const data = files.file(
    [
      'description,price,on_hand,lead_weeks,pack,unit_cost',
      'Red ceramic mug,8.95,4,2,12,3.50',
      'Blue ceramic mug,8.95,,,,',
      'Green ceramic mug,8.95,0,9,1,3',
      'Grey ceramic mug,8.95,0,1,-3,',
    ].join('\n'),
    'items.csv',
  );
  const out = join(files.directory, 'orders.csv');
  const { status, out: said } = await run(
    ...[
      'orders',
      '--data',
      data,
      ...MODEL,
      '--out',
      out,
      '--lead-weeks',
      '1',
      '--service-level',
      '.9',
      '--json',
    ],
  );
  expect(status).toBe(0);
  const result = JSON.parse(said) as { refused: { row: number; message: string }[]; quantity: number };
  expect(result.refused.map(({ row }) => row).sort()).toEqual([3, 4]);
  const rows = parse(readFileSync(out, 'utf8'), { columns: true }) as Record<string, string>[];
  expect(rows.map(({ row, weeks }) => [row, weeks])).toEqual([
    ['1', '3'],
    ['2', '2'],
  ]);
  expect(Number(rows[0].quantity) % 12).toBe(0);
  expect(Number(rows[0].margin)).toBeGreaterThan(0);
  expect(rows[1].margin).toBe('');
  expect(result.quantity).toBe(rows.reduce((sum, { quantity }) => sum + Number(quantity), 0));
});

test('columns of stock, pack and cost count by the names that they have in a shop', async () => {
  const data = files.file(
    'Bezeichnung;Preis;Bestand;Gebinde;EK\nKeramikbecher rot;8,95;100000;12;3,50\nKeramikbecher blau;8,95;;12;3,50',
    'lager.csv',
  );
  const schema = files.file(
    JSON.stringify({
      ...{ mode: 'demand', granularity: 'week', sku: 'Nummer', date: 'Datum', target: 'Menge' },
      ...{ description: 'Bezeichnung', price: 'Preis', numeric: [], categorical: [] },
    }),
    'lager.json',
  );
  const out = join(files.directory, 'bestellung.csv');
  const given = ['--data', data, '--schema', schema, ...MODEL, '--out', out, '--lead-weeks', '1'];
  const { status, out: said } = await run('orders', ...given);
  expect(status).toBe(0);
  expect(said).toContain('read as terms of orders: Bestand (on_hand), Gebinde (pack), EK (unit_cost)');
  const [stocked, empty] = parse(readFileSync(out, 'utf8'), { columns: true }) as Record<string, string>[];
  expect(stocked.quantity).toBe('0');
  expect(Number(empty.quantity)).toBeGreaterThan(0);
  expect(Number(empty.quantity) % 12).toBe(0);
  expect(empty.margin).not.toBe('');
});

test('orders without a lead time ask for one', async () => {
  const data = files.file('description\nRed ceramic mug', 'bare.csv');
  const { status, err } = await run(
    'orders',
    '--data',
    data,
    ...MODEL,
    '--out',
    join(files.directory, 'none.csv'),
  );
  expect(status).toBe(2);
  expect(err).toContain('--lead-weeks, or a column lead_weeks');
});

test.each(['sku,description\nKIT-1,\nKIT-9,\n', 'sku\nKIT-1\nKIT-9\n'])(
  'with a catalog, rows of known products need no description: %j',
  async (text) => {
    const file = join(files.directory, `known-${text.length}.db`);
    const database = openDatabase(file, REGISTRY);
    const sales = Array.from({ length: 8 }, (_, at) => ({
      ...{ week: 2930 + at, units: 5, price: 4, promoText: null, extras: null },
    }));
    const source = { hash: 'a', name: 'sales', synthetic: false, firstWeek: 2930, lastWeek: 2937 };
    writeCatalog(database, source, [{ sku: 'KIT-1', description: 'Red ceramic mug', sales }]);
    database.close();
    const out = join(files.directory, 'known.csv');
    const data = files.file(text, 'known-items.csv');
    const given = ['--data', data, ...MODEL, '--db', file, '--out', out, '--lead-weeks', '1', '--json'];
    const { status, out: said } = await run('orders', ...given);
    expect(status).toBe(0);
    expect(JSON.parse(said)).toMatchObject({
      orders: 1,
      dropped: [{ code: 'not_in_catalog', rows: 1 }],
    });
    const rows = parse(readFileSync(out, 'utf8'), { columns: true }) as Record<string, string>[];
    expect(rows).toMatchObject([{ row: '1', sku: 'KIT-1', description: 'Red ceramic mug' }]);
  },
);
