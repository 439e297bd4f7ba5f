import { guessSchema } from '../../../src/ingest/guessSchema';
import { temporary } from '../files';

const files = temporary();
afterAll(files.remove);
const guess = (...lines: string[]) => guessSchema(files.file(lines.join('\n')));

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
    'no code beside the texts',
    ['Datum,Artikel,Menge,Umsatz', '2024-01-01,Krug,1,2.50', '2024-01-02,Krug,2,5.00'],
    /the product code \("sku"\); it could be 'Artikel';/,
  ],
  [
    'sales to the cent',
    ['sku,date,sales,title', 'A,2024-01-01,12.50,Mug', 'A,2024-01-02,5.00,Mug'],
    /the units sold \("target"\); it could be 'sales'/,
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
  [
    'weeks that are no dates',
    ['sku,Woche,units,title', 'A,15.2026,1,Mug'],
    /Woche is named like dates, but '15.2026' is none; write YYYY-MM-DD.* whose target could be 'Woche' or 'units'/,
  ],
  [
    'weeks side by side, with two columns each',
    ['sku,title,2024-01-01,2024-01-08,2024-01-01,2024-01-08', 'A,Mug,1,2,3,4'],
    /^the columns from 2024-01-01 to 2024-01-08 are dates; give a row for each product and week.*; say in/,
  ],
  [
    'weeks without their year',
    ['sku,Jahr,KW,units,title', 'A,2026,15,1,Mug'],
    /^weeks such as '15' lack their year; write 2025-W02/,
  ],
  ['such weeks side by side', ['sku,title,W1,W2,W3', 'A,Mug,1,2,3'], /^weeks such as 'W1' lack their year/],
  [
    'months side by side',
    ['sku,title,Okt 2024,Nov 2024,Dez 2024', 'A,Mug,1,2,3'],
    /^the columns from Okt 2024 to Dez 2024 are months or quarters/,
  ],
  [
    'dates a month apart',
    ['sku,month,units,title', ...['01', '02', '03', '04'].map((month) => `A,2024-${month}-01,1,Mug`)],
    /the rows look like monthly totals/,
  ],
  [
    'money beside units, row by row',
    ['sku,date,measure,qty,title', 'A,2024-01-01,Units,1,Mug', 'A,2024-01-01,Revenue,9,Mug'],
    /measure says that some rows tell 'Units' and others 'Revenue'; give the former alone/,
  ],
  [
    'sales that are whole prices, rounded',
    [
      'sku,date,sales,price,title',
      ...Array.from(
        { length: 12 },
        (_, at) => `A,2024-01-${10 + at},${Math.round((1 + (at % 4)) * 8.95)},8.95,Mug`,
      ),
    ],
    /no column's name says that it is the units sold/,
  ],
  [
    'money side by side',
    ['sku,title,2024-01-01,2024-01-08,2024-01-15', 'A,Mug,1.25,2.50,3.75'],
    /it could be 'sales'/,
  ],
  ['no rows', ['sku,date,units,title'], /there are no rows to guess from/],
])('%s: the error names the choices', async (_, lines, message) => {
  await expect(guess(...lines)).rejects.toMatchObject({ detail: expect.stringMatching(message) });
});

test.each(['2024-01', '01/2024', 'Jan 2024', 'janv.-24', '2024年1月', 'Q1 2024'])(
  'months and quarters such as %s are refused by what to give instead',
  async (month) => {
    await expect(guess('sku,when,units,title', `A,${month},1,Mug`)).rejects.toMatchObject({
      detail: expect.stringMatching(/^when holds months or quarters, .* give weekly rows or single sales/),
    });
  },
);
