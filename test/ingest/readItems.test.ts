import { demandSchema } from '../../src/contract/dataSchema';
import type { Item } from '../../src/contract/item';
import { openItems } from '../../src/ingest/readItems';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

const schema = demandSchema.parse({
  ...{ mode: 'demand', granularity: 'week', sku: 'code', date: 'week', target: 'units', price: 'cost' },
  ...{ description: 'text', promo_text: 'promotion', numeric: ['width'], categorical: ['colour'] },
});

async function read(content: string, given = schema) {
  const stream = await openItems(files.file(content), given);
  const items: Item[] = [];
  const rows: number[] = [];
  for await (const { row, item } of stream.items) {
    items.push(item);
    rows.push(row);
  }
  return { items, rows, report: stream.report() };
}

test('an item has what its line has, under the names of the schema', async () => {
  const { items } = await read(
    [
      'code,text,cost,promotion,week,width,colour,lag_2,lag_1,lag_3',
      ' ab1 ,Red mug,"4.50",Front page,2026-03-04,8,red,7,9,',
      ',Blue jug,,,,,,,,',
    ].join('\n'),
  );
  expect(items).toEqual([
    {
      ...{ sku: 'ab1', description: 'Red mug', price: 4.5, promo_text: 'Front page', date: '2026-03-04' },
      ...{ features: { width: 8, colour: 'red' }, lags: [9, 7] },
    },
    { description: 'Blue jug', features: { width: null, colour: null } },
  ]);
});

test('numbers and dates are read by the whole column, as in sales', async () => {
  const { items } = await read(
    'code;text;cost;week;lag_1\nA;Krug;1.234;01/02/2026;7\nB;Krug;1.234,50 €;25/02/2026;1.100',
  );
  expect(items.map(({ price, date, lags }) => [price, date, lags])).toEqual([
    [1234, '2026-02-01', [7]],
    [1234.5, '2026-02-25', [1100]],
  ]);
  const ordered = { ...schema, date_order: 'month/day/year' as const };
  expect((await read('text,week\nJug,01/02/2026', ordered)).items[0].date).toBe('2026-01-02');
  await expect(read('text,week\nJug,01/02/2026')).rejects.toThrow(/"date_order": "day\/month\/year" or/);
});

test('a cell that may be missing is left out, a line without its description or date is named', async () => {
  const { items, rows, report } = await read(
    'text,cost,week,lag_1,lag_2\nMug,dear,,x,3\n,4,,,\nJug,-3,soon,,\nCup,0,,-2,\nTotal,9,,9,9\nPot,1,,2,3,4\n',
  );
  const features = { width: null, colour: null };
  expect(items).toEqual([
    { description: 'Mug', lags: [null, 3], features },
    { description: 'Cup', features },
  ]);
  expect(rows).toEqual([1, 4]);
  expect(report).toMatchObject({ rows: 6, kept: 2 });
  expect(report.dropped.map(({ reason, examples }) => [reason, examples[0].line])).toEqual([
    ['text is empty', 3],
    ['week is no date; write it as YYYY-MM-DD', 4],
    ['a total of other rows', 6],
    ['more values than the header has columns; put quotes around cells that hold the separator', 7],
  ]);
  expect(report.notes.map(({ reason, examples }) => [reason, examples[0].line])).toEqual([
    ['cost is no number that is taken: left out', 2],
    ['lag_1 is no number that is taken: left out', 2],
    ['cost is not above zero: left out', 5],
    ['lag_1 is below zero: taken as unknown', 5],
  ]);
});

test('many items stream, and one who stops early ends the reading', async () => {
  const content = `text,cost\n${'Jug,4.5\n'.repeat(20_000)}`;
  expect((await read(content)).items).toHaveLength(20_000);
  const { items } = await openItems(files.file(content), schema);
  for await (const { row } of items) if (row === 3) break;
});

test('a file without the column of descriptions is refused', async () => {
  await expect(read('name\nJug\n')).rejects.toThrow('has no column text; its columns: name');
});
