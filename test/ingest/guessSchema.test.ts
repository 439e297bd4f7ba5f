import { readSchema } from '../../src/ingest/schemaFile';
import { guessSchema } from '../../src/ingest/guessSchema';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);
const guess = (...lines: string[]) => guessSchema(files.file(lines.join('\n')));

test('sales of a wholesaler and a weekly panel are recognised', async () => {
  expect(
    await guess(
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
      '1,85123A,RED MUG,6,2010-12-01 08:26:00,2.55,17850,France',
      '2,85123A,RED MUG,2,2010-12-02 08:26:00,2.55,17850,France',
    ),
  ).toMatchObject({
    granularity: 'transaction',
    sku: 'StockCode',
    date: 'InvoiceDate',
    target: 'Quantity',
    price: 'UnitPrice',
    description: 'Description',
  });
  const weekly = await guess(
    'sku,week_start,units,description,promo_text',
    'A,2017-01-02,4,Red mug,',
    'A,2017-01-09,0,Red mug,On the front page',
  );
  expect(weekly).toMatchObject({ granularity: 'week', date: 'week_start', promo_text: 'promo_text' });
  expect(weekly).not.toHaveProperty('price');
});

test.each(['Quantité (kg)', 'Menge [Stück]', 'qty (pcs)', '销量（件）'])(
  'units are named by %j, measure and all',
  async (units) => {
    const guessed = await guess(
      `sku,date,${units},title`,
      'A,2024-01-01,1,Mug',
      'B,2024-01-01,2,Jug',
      'A,2024-01-01,1,Mug',
    );
    expect(guessed).toMatchObject({ target: units });
  },
);

test.each([
  [
    'two columns of a kind',
    ['sku,item_id,sold,units,title', 'A,1,2024-01-01,1,Mug'],
    /the product code \("sku"\) could be 'sku' or 'item_id'; the rows could be .*; say in a schema file/,
  ],
  [
    'no telling name',
    ['sku,sold,amount,weight,title', 'A,2024-01-01,1,2,Mug'],
    /the units sold \("target"\); it could be 'amount' or 'weight'/,
  ],
  [
    'a code beside columns that are plain',
    [
      'Receipt,Article,Description,Date,Qty,Unit price',
      'R1,P1,Mug,2024-01-01,1,2',
      'R2,P1,Mug,2024-01-02,1,2',
    ],
    /the product code \("sku"\); it could be 'Receipt' or 'Article';/,
  ],
  [
    'units that were not sold',
    ['sku,sold,quantity (returned),units (stock),title', 'A,2024-01-01,1,2,Mug'],
    /the units sold \("target"\); it could be 'quantity \(returned\)' or 'units \(stock\)'/,
  ],
  [
    'two dates',
    ['sku,ordered,shipped,units,title', 'A,2024-01-01,2024-01-02,1,Mug'],
    /the date \("date"\) could be 'ordered' or 'shipped'/,
  ],
  [
    'sales or weeks',
    ['sku,date,units,title', 'A,2024-01-01,1,Mug', 'A,2024-01-09,1,Mug'],
    /"granularity": "transaction".* or one for each product and week/,
  ],
  [
    'a table',
    ['name,title,budget,gross', 'a,Mug,1,2'],
    /a table with one row per product, whose target could be 'budget' or 'gross'/,
  ],
  ['no rows', ['sku,date,units,title'], /there are no rows to guess from/],
])('%s: the error names the choices', async (_, lines, message) => {
  await expect(guess(...lines)).rejects.toMatchObject({ detail: expect.stringMatching(message) });
});

test('a schema file is read with its defaults, and refused by field', async () => {
  const table = { mode: 'table', target: 'gross', text: ['title'] };
  const read = await readSchema(files.file(`\uFEFF${JSON.stringify(table)}`));
  expect(read).toEqual({ ...table, numeric: [], categorical: [], log_target: false });
  await expect(
    readSchema(files.file(JSON.stringify({ ...table, text: [], colour: 1 }))),
  ).rejects.toMatchObject({
    detail: expect.stringMatching(/text: .*; .*colour/),
  });
  const leaky = { ...table, numeric: ['gross', 'budget'], categorical: ['budget'] };
  await expect(readSchema(files.file(JSON.stringify(leaky)))).rejects.toMatchObject({
    detail: expect.stringMatching(
      /target: 'gross' is also named as a feature; 'budget' is named as a feature twice/,
    ),
  });
  const both = { ...table, text: ['title', 'director'], categorical: ['director'] };
  expect(await readSchema(files.file(JSON.stringify(both)))).toMatchObject(both);
  await expect(
    readSchema(files.file(JSON.stringify({ ...table, numeric: ['title'] }))),
  ).rejects.toMatchObject({
    detail: expect.stringMatching(/'title' is named as a feature twice/),
  });
  await expect(readSchema('/nowhere/schema.json')).rejects.toThrow('/nowhere/schema.json does not exist');
});
