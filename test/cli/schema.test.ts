import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporary } from '../ingest/files';
import { runCli } from '../support/runCli';

const files = temporary();
afterAll(files.remove);

test('a schema with choices left is written, and is no success', async () => {
  const [data, out] = ['sales.csv', 'schema.json'].map((name) => join(files.directory, name));
  writeFileSync(data, 'sku,item_id,date,units\nA,1,2026-01-05,3\nA,1,2026-01-05,2\nB,2,2026-01-06,1\n');
  const { status, out: said, err } = await runCli('schema', '--data', data, '--out', out);
  expect(status).toBe(1);
  expect(said).toContain('to choose: the product code ("sku") could be');
  expect(err).toBe(`shelfcast: 1 part of the schema could not be guessed; choose where ${out} says CHOOSE\n`);
  expect((JSON.parse(readFileSync(out, 'utf8')) as { sku: string }).sku).toBe('CHOOSE sku | item_id');
});

test('a schema without choices left is a success', async () => {
  const data = join(files.directory, 'plain.csv');
  writeFileSync(data, 'sku,date,units\nA,2026-01-05,3\nA,2026-01-05,2\nB,2026-01-06,1\n');
  const { status, err } = await runCli(
    'schema',
    '--data',
    data,
    '--out',
    join(files.directory, 'plain.json'),
  );
  expect([status, err]).toEqual([0, '']);
});
