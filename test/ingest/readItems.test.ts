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

test('columns that the schema does not name are told, as a price under another name changes no forecast', async () => {
  const { report } = await read('code,text,price,promo\nA,Mug,3,Sale');
  expect(report.notes).toMatchObject([{ code: 'columns_unread', values: { columns: 'price, promo' } }]);
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

test('a cell that cannot be read is left out and named, and so is a line without its description', async () => {
  const { items, rows, report } = await read(
    'text,cost,week,lag_1,lag_2\nMug,dear,,x,3\n,4,,,\nJug,-3,soon,,\nCup,0,,-2,\nTotal,9,,9,9\nPot,1,,2,3,4\n',
  );
  const features = { width: null, colour: null };
  expect(items).toEqual([
    { description: 'Mug', lags: [null, 3], features },
    { description: 'Jug', features },
    { description: 'Cup', features },
  ]);
  expect(rows).toEqual([1, 3, 4]);
  expect(report).toMatchObject({ rows: 6, kept: 3 });
  expect(report.dropped.map(({ reason, examples }) => [reason, examples[0].line])).toEqual([
    ['text is empty', 3],
    ['a total of other rows', 6],
    ['more values than the header has columns; put quotes around cells that hold the separator', 7],
  ]);
  expect(report.notes.map(({ reason, examples }) => [reason, examples[0].line])).toEqual([
    ['cost is no number that is taken: left out', 2],
    ['lag_1 is no number that is taken: left out', 2],
    ['week is no date; write it as YYYY-MM-DD: left out, so the weeks after the last known are forecast', 4],
    ['cost is not above zero: left out', 4],
    ['lag_1 is below zero: taken as unknown', 5],
  ]);
});

test('a second currency, a code that lost its digits and a text too long leave out that cell alone', async () => {
  const { items, report } = await read(
    `code;text;cost\n1;Krug;$5\n2;Topf;4,50 €\n4.00639E+12;Tasse;6,00 €\n4;${'x'.repeat(9000)};\n`,
  );
  expect(items.map(({ sku, price, description }) => [sku, price, description.length])).toEqual([
    ['1', undefined, 4],
    ['2', 4.5, 4],
    [undefined, 6, 5],
    ['4', undefined, 8192],
  ]);
  expect(report.dropped).toEqual([]);
  expect(report.notes.map(({ reason }) => reason)).toEqual([
    'cost is in another currency than EUR, which most cells are in: left out',
    'code lost its last digits in a spreadsheet; format the column as text: left out',
    'text is over 8192 characters: what is beyond is left out',
    expect.stringMatching(/decimal comma/),
  ]);
});

test('many items stream, and one who stops early ends the reading', async () => {
  const content = `text,cost\n${'Jug,4.5\n'.repeat(20_000)}`;
  expect((await read(content)).items).toHaveLength(20_000);
  const { items } = await openItems(files.file(content), schema);
  for await (const { row } of items) if (row === 3) break;
});

test('a file without the column of descriptions is refused', async () => {
  await expect(read('name\nJug\n')).rejects.toThrow(
    /has no column text; its columns: name\. Call the one with .* text, or name it as "description" in a schema file/,
  );
});

test('a known product without its description is told where that could come from', async () => {
  const describe = { of: () => null, otherwise: 'no_catalog' as const };
  const stream = await openItems(files.file('code,text\nA1,\nA2,Mug\n'), schema, describe);
  for await (const { item } of stream.items) expect(item.sku).toBe('A2');
  expect(stream.report().dropped).toMatchObject([
    { reason: 'text is empty; of known products a catalog tells it (--db FILE)', rows: 1 },
  ]);
});
