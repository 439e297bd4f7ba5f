import { demandSchema } from '../../../src/contract/dataSchema';
import { guessFile } from '../../../src/ingest/guessSchema';
import { readDemand } from '../../../src/ingest/readDemand';
import { guessedSchema } from '../../../src/ingest/schema/guessedSchema';
import { temporary } from '../files';

const files = temporary();
afterAll(files.remove);

/** Four sales of two products; `cells`: what the further column says of each. */
const sheet = (names: string, cells: readonly string[]) =>
  files.file(
    [
      `sku,title,date,units,${names}`,
      ...cells.map((cell, at) => `${'AB'[at % 2]},Mug ${'AB'[at % 2]},2024-01-07 1${at}:00,1,${cell}`),
    ].join('\n'),
  );

test.each([
  [
    'Status',
    ['paid', 'paid', 'refunded', 'cancelled'],
    2,
    { column: 'Status', not: ['refunded', 'cancelled'] },
  ],
  ['Type', ['Sale', 'Sale', 'Purchase', 'Sale'], 1, { column: 'Type', not: ['Purchase'] }],
  ['Movement', ['OUT', 'OUT', 'OUT', 'IN'], 1, { column: 'Movement', not: ['IN'] }],
  ['Void?', ['false', 'false', 'true', 'false'], 1, { column: 'Void?', not: ['true'] }],
  ['Cancelled at', ['', '', '2024-01-05', ''], 1, { column: 'Cancelled at', match: '^$' }],
])('rows that %s calls no sales are left out by a rule, and told', async (name, cells, left, rule) => {
  const path = sheet(name, cells);
  const schema = demandSchema.parse(guessedSchema(await guessFile(path)));
  expect(schema.keep).toEqual([rule]);
  const { report } = await readDemand(path, schema);
  expect(report.kept).toBe(4 - left);
  expect(report.dropped.reduce((sum, { rows }) => sum + rows, 0)).toBe(left);
});

test.each([
  ['Country', ['IN', 'DE', 'IN', 'DE']],
  ['Returned qty', ['0', '1', '0', '1']],
  ['Menu item', ['Draft', 'Lager', 'Draft', 'Lager']],
  ['Financial status', ['paid', 'paid', 'partially_refunded', 'paid']],
])('what %s says leaves no row out', async (name, cells) => {
  expect((await guessFile(sheet(name, cells))).keep).toEqual([]);
});

test('a file of which most units are below zero is refused: it may be one of stock movements', async () => {
  const rows = Array.from({ length: 9 }, (_, at) => `A,Mug,2024-01-0${1 + at},${at < 3 ? 20 : -2}`);
  const path = files.file(['sku,title,date,units', ...rows].join('\n'));
  const schema = { mode: 'demand', granularity: 'transaction', sku: 'sku', date: 'date', target: 'units' };
  await expect(
    readDemand(path, demandSchema.parse({ ...schema, description: 'title' })),
  ).rejects.toMatchObject({
    detail: expect.stringMatching(/^6 of the 9 numbers of units are below zero/),
  });
});
