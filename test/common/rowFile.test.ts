import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXlsx } from 'hucre/xlsx';
import { type RowFormOptions, writeRows } from '../../src/common/rowFile';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-rows-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function* groups() {
  yield [{ row: 1, sku: '=1+2', mean: -0.5, warnings: ['a', 'b'] }];
  yield [
    { row: 2, sku: '@SUM(A1)', mean: 1.25, warnings: [] },
    { row: 3, sku: '-12', mean: 3, warnings: [] },
  ];
}

async function written(options: RowFormOptions): Promise<Buffer> {
  const file = join(directory, 'out');
  await writeRows(file, groups(), options);
  return readFileSync(file);
}

test('csv: cells that a spreadsheet would run are text, numbers stay numbers', async () => {
  expect((await written({})).toString()).toBe(
    "row,sku,mean,warnings\n1,'=1+2,-0.5,a b\n2,'@SUM(A1),1.25,\n3,-12,3,\n",
  );
  expect((await written({ delimiter: ';' })).toString().split('\n')[0]).toBe('row;sku;mean;warnings');
});

test('ndjson: one object a line, as it is', async () => {
  const lines = (await written({ format: 'ndjson' })).toString().trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))[0]).toEqual({
    row: 1,
    sku: '=1+2',
    mean: -0.5,
    warnings: ['a', 'b'],
  });
  expect(lines).toHaveLength(3);
});

test('xlsx: text is text and never a formula', async () => {
  const { sheets } = await readXlsx(await written({ format: 'xlsx' }));
  expect(sheets[0].rows).toEqual([
    ['row', 'sku', 'mean', 'warnings'],
    [1, '=1+2', -0.5, 'a b'],
    [2, '@SUM(A1)', 1.25, ''],
    [3, '-12', 3, ''],
  ]);
});
