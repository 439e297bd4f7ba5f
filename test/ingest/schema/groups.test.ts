import { demandSchema } from '../../../src/contract/dataSchema';
import { guessFile } from '../../../src/ingest/guessSchema';
import { readDemand } from '../../../src/ingest/readDemand';
import { guessedSchema } from '../../../src/ingest/schema/guessedSchema';
import { temporary } from '../files';

const files = temporary();
afterAll(files.remove);
const read = async (lines: readonly string[]) => {
  const path = files.file(lines.join('\n'));
  const schema = demandSchema.parse(guessedSchema(await guessFile(path)));
  return { schema, ...(await readDemand(path, schema)) };
};

/** Seven orders of two rows each, of which the second tells its product alone; the third order was refunded. */
const orders = (number: (order: number, isFirst: boolean) => string) => [
  'order,date,status,sku,title,units',
  ...Array.from({ length: 7 }, (_, at) => [
    `${number(at, true)},2024-01-0${1 + at} 10:00,${at === 2 ? 'refunded' : 'paid'},A,Mug,1`,
    `${number(at, false)},,,B,Jug,2`,
  ]).flat(),
];

test.each([
  ['repeated', (order: number) => `R${order}`],
  ['left empty', (order: number, isFirst: boolean) => (isFirst ? `R${order}` : '')],
])('further rows of an order have its date and its status, its number %s', async (_, number) => {
  const { schema, panel, report } = await read(orders(number));
  expect(schema.groups).toEqual({ by: 'order', once: ['date', 'status'] });
  expect([panel.skus, [...panel.units]]).toEqual([['A', 'B'], [6, 12]]); // prettier-ignore
  expect(report.dropped).toMatchObject([{ code: 'keep_not', rows: 2 }]);
  expect(report.notes.map(({ code }) => code)).toContain('cells_of_group');
});

test('a product that stands on the first of its rows alone is that of all; rows without one among others are none', async () => {
  const weeks = ['2024-01-01', '2024-01-08', '2024-01-15', '2024-01-22'];
  const grouped = ['A,Mug', 'B,Jug'].flatMap((product) =>
    weeks.map((week, at) => `${at ? ',' : product},${week},${1 + at}`),
  );
  const { panel } = await read(['sku,title,week,units', ...grouped]);
  expect([panel.skus, [...panel.units]]).toEqual([['A', 'B'], [1, 2, 3, 4, 1, 2, 3, 4]]); // prettier-ignore
  const sales = Array.from({ length: 60 }, (_, at) =>
    at % 10 === 9
      ? `,,2024-01-0${1 + (at % 7)} 10:00,1`
      : `${'AB'[at % 2]},Mug,2024-01-0${1 + (at % 7)} 10:00,1`,
  );
  const { groups } = await guessFile(files.file(['sku,title,date,units', ...sales].join('\n')));
  expect(groups).toBeNull();
});
