import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { builtModule } from '../support/builtModule';
import { runCli as run } from '../support/runCli';
import { TINY_DIMENSION, writeTinyEncoder } from '../support/tinyEncoder';
import { temporary } from '../ingest/files';

const files = temporary();
afterAll(files.remove);
const at = (name: string): string => join(files.directory, name);

const SALES = [
  'sku,sold_on,quantity,price,description',
  'a,2024-01-01,2,4,Red mug',
  'A,2024-01-02,1,4,Red mug',
  'b,2024-01-14,5,9,Blue jug',
  'b,2024-01-14,-5,9,Blue jug',
].join('\n');

test('every command explains itself', async () => {
  const { status, out } = await run('--help');
  expect(status).toBe(0);
  const commands = [...out.matchAll(/^ {2}([a-z][a-z-]+)/gm)].map((match) => match[1]);
  expect(commands).toEqual(expect.arrayContaining(['ingest', 'embed', 'demo-shop', 'models']));
  for (const command of commands.filter((name) => name !== 'help')) {
    const help = await run(command, '--help');
    expect([command, help.status, help.out.includes(`Usage: shelfcast ${command}`)]).toEqual([
      command,
      0,
      true,
    ]);
  }
});

test.each([
  [['ingest'], "shelfcast: required option '--data <file>' not specified; see --help\n"],
  [['ingets'], "shelfcast: unknown command 'ingets'"],
  [['ingest', '--data', 'x', '--speed', '9'], "shelfcast: unknown option '--speed'"],
  [
    ['demo-shop', '--out', 'x', '--seed', 'seven'],
    "'seven' is invalid. It must be a whole number from 0 to 1000000000; see --help\n",
  ],
  [
    ['embed', '--data', 'x', '--text', 't', '--out', 'vectors.txt'],
    'shelfcast: --out ends in .npy or .ndjson',
  ],
])('%j is bad usage: status 2', async (args, message) => {
  const { status, err, out } = await run(...args);
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('what fails says so in one line: status 1', async () => {
  const missing = await run('ingest', '--data', at('none.csv'), '--db', at('fail.db'));
  expect(missing).toEqual({ status: 1, out: '', err: `shelfcast: ${at('none.csv')} does not exist\n` });
  const schema = files.file('{"mode": "demand", "granularity": "day"}', 'bad.json');
  const bad = await run('ingest', '--data', files.file(SALES), '--schema', schema, '--db', at('fail.db'));
  expect([bad.status, bad.err.split('\n')]).toEqual([
    1,
    [expect.stringMatching(/granularity: .*; sku: .*/), ''],
  ]);
  const text = await run(
    'ingest',
    '--data',
    files.file(SALES),
    '--schema',
    files.file('{"mode"'),
    '--db',
    at('x.db'),
  );
  expect(text.err).toMatch(/^shelfcast: the schema .* is not JSON: .*\n$/);
});

test('a schema with an unknown key is refused by its name', async () => {
  const keys = { mode: 'demand', granularity: 'week', sku: 'a', date: 'b', target: 'c', description: 'd' };
  const schema = files.file(JSON.stringify({ ...keys, colour: 'e' }), 'colour.json');
  const { status, err } = await run(
    'ingest',
    '--data',
    files.file(SALES),
    '--schema',
    schema,
    '--db',
    at('x.db'),
  );
  expect(status).toBe(1);
  expect(err).toContain(`the schema ${schema}: a schema has no key 'colour'; it has mode, granularity,`);
});

test('what the file system refuses is said with its path', async () => {
  const taken = files.file('notes', 'notes.txt');
  const { status, err } = await run('demo-shop', '--out', taken);
  expect([status, err]).toEqual([1, `shelfcast: ${taken}: file already exists; name another place\n`]);
  const beside = join(taken, 'schema.json');
  const below = await run('demo-shop', '--out', beside);
  expect([below.status, below.err]).toEqual([1, `shelfcast: ${beside}: not a directory; check the path\n`]);
});

test('a full disk is said in one line with what to do, of standard output too', () => {
  const args = [builtModule('cli'), 'schema', '--help'];
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, args, {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  const said = 'shelfcast: standard output: no space left on device; make room on that disk and run again\n';
  expect([status, stderr]).toEqual([1, said]);
});

test('train leaves alone what is no model, and says so before it fits', async () => {
  const holiday = files.file('photograph', 'holiday.jpg');
  const data = files.file(SALES, 'sales.csv');
  const directory = await run('train', '--data', data, '--out', files.directory, '--name', 'mine');
  expect(directory.status).toBe(1);
  expect(directory.err).toContain('is not empty and has no manifest.json; name a new directory');
  const file = await run('train', '--data', data, '--out', holiday);
  expect([file.status, readFileSync(holiday, 'utf8')]).toEqual([1, 'photograph']);
});

test('predict asks for a catalog that exists, and makes none', async () => {
  const data = files.file('description\nRed mug', 'items.csv');
  const db = at('mistyped.db');
  const { status, err } = await run(
    ...['predict', '--model', 'onnx/demo-shop', '--data', data, '--db', db, '--out', at('out.csv')],
  );
  expect([status, existsSync(db)]).toEqual([1, false]);
  expect(err).toContain('does not exist; make one with shelfcast ingest');
});

test('ingest guesses the schema, reports, fills the catalog, and again adds nothing', async () => {
  const data = files.file(SALES, 'sales.csv');
  const first = await run('ingest', '--data', data, '--db', at('shop.db'));
  expect(first.status).toBe(0);
  expect(first.err).toMatch(
    /^Schema guessed from sales\.csv: \{"mode":"demand","granularity":"transaction","sku":"sku"/,
  );
  expect(first.out).toBe(
    [
      'sales.csv: 4 rows, 3 kept, 1 dropped.',
      "  dropped 1: quantity is not above zero (line 5: '-5')",
      "  note: 1: sku differs from an earlier spelling only in case, blanks or the encoding of accents: counted as the same product (line 3: 'A')",
      '  note: 1: weeks of products without a row, after their first sale: counted as weeks without sales',
      `Catalog ${at('shop.db')}: 2 products (2 new), 2 weeks from 2024-01-01 to 2024-01-08, 2 product-weeks (2 new or changed).`,
      `Next, once the catalog holds 12 complete weeks (it holds 2): shelfcast train --db ${at('shop.db')}`,
      '',
    ].join('\n'),
  );
  const again = await run('ingest', '--data', data, '--db', at('shop.db'), '--json');
  expect(JSON.parse(again.out)).toMatchObject({
    rows: 4,
    kept: 3,
    catalog: { products: 2, newProducts: 0, changedWeeks: 0, first_week: '2024-01-01', weeks: 2 },
  });
  const database = openDatabase(at('shop.db'), REGISTRY);
  expect(new Catalog(database).history('a', 1e6).map(({ units }) => units)).toEqual([3, 0]);
  database.close();
});

test('the demo shop is written with its schema', async () => {
  const { status, out } = await run('demo-shop', '--out', at('demo'), '--seed', '3', '--json');
  const { rows } = JSON.parse(out) as { rows: number };
  expect([status, readdirSync(at('demo')).sort()]).toEqual([0, ['demo-shop.csv', 'demo-shop.schema.json']]);
  const lines = readFileSync(at('demo/demo-shop.csv'), 'utf8').trimEnd().split('\n');
  expect([lines[0], lines.length]).toEqual(['sku,week_start,units,price,description,promo_text', rows + 1]);
});

test('embed writes one unit vector a row, in order, whole or not at all', async () => {
  const encoder = writeTinyEncoder(at('encoder'));
  const data = files.file('name,text\n1,red mug\n2,"blue, light"\n3,red mug\n', 'texts.csv');
  const to = (out: string, column = 'text') =>
    run('embed', '--data', data, '--text', column, '--encoder', encoder, '--out', out, '--json');
  expect(JSON.parse((await to(at('e.ndjson'))).out)).toMatchObject({ rows: 3, dimension: TINY_DIMENSION });
  await to(at('e.npy'));
  const lines = readFileSync(at('e.ndjson'), 'utf8').trim().split('\n');
  const items = lines.map((line) => JSON.parse(line) as { text: string; embedding: number[] });
  expect(items.map(({ text }) => text)).toEqual(['red mug', 'blue, light', 'red mug']);
  for (const { embedding } of items) expect(Math.hypot(...embedding)).toBeCloseTo(1, 5);
  expect(items[2].embedding).toEqual(items[0].embedding);
  expect(items[1].embedding).not.toEqual(items[0].embedding);

  const npy = readFileSync(at('e.npy'));
  const length = npy.readUInt16LE(8) + 10;
  expect(npy.subarray(10, length).toString()).toContain(
    `'<f4', 'fortran_order': False, 'shape': (3, ${TINY_DIMENSION})`,
  );
  expect(length % 64).toBe(0);
  const numbers = Array.from({ length: 3 * TINY_DIMENSION }, (_, i) => npy.readFloatLE(length + 4 * i));
  expect(numbers).toEqual(items.flatMap(({ embedding }) => embedding));

  const wrong = await to(at('wrong.npy'), 'words');
  expect([wrong.status, wrong.err]).toEqual([
    1,
    expect.stringContaining("the data's columns are 'name', 'text'"),
  ]);
  expect(readdirSync(files.directory).filter((name) => /wrong|tmp/.test(name))).toEqual([]);
});

test('as a process: exit status and streams', () => {
  const options = { encoding: 'utf8', env: { ...process.env, SHELFCAST_DB: at('process.db') } } as const;
  const args = [builtModule('cli'), 'ingest', '--data', files.file(SALES, 'more.csv')];
  const done = spawnSync(process.execPath, args, options);
  expect([done.status, done.stdout.split('\n')[0], existsSync(at('process.db'))]).toEqual([
    0,
    'more.csv: 4 rows, 3 kept, 1 dropped.',
    true,
  ]);
});
