import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporary } from '../ingest/files';
import { runCli } from '../support/runCli';

const files = temporary();
afterAll(files.remove);

const DAYS = ['2025-01-06', '2025-01-07', '2025-01-08'];

async function schemaOf(name: string, columns: string, rows: (day: string) => string) {
  const [data, out] = [`${name}.csv`, `${name}.json`].map((file) => join(files.directory, file));
  writeFileSync(data, [columns, ...DAYS.map(rows)].join('\n'));
  return { ...(await runCli('schema', '--data', data, '--out', out)), file: out };
}

test('a schema with choices left is written, and is no success', async () => {
  const { status, out, err, file } = await schemaOf(
    'open',
    'sku,item_id,date,units',
    (day) => `A,B,${day},3`,
  );
  expect(status).toBe(1);
  expect(out).toContain('to choose: the product code ("sku") could be');
  expect(err).toMatch(
    /^shelfcast: \d parts? of the schema could not be guessed; choose where .* says CHOOSE\n$/,
  );
  expect((JSON.parse(readFileSync(file, 'utf8')) as { sku: string }).sku).toBe('CHOOSE sku | item_id');
});

test('a schema without choices left is a success', async () => {
  const { status, err } = await schemaOf('plain', 'sku,date,units,title', (day) => `A1,${day},3,Blue mug`);
  expect([status, err]).toEqual([0, '']);
});
