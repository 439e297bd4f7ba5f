import { demandSchema } from '../../src/contract/dataSchema';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';
import { guessFile, guessSchema } from '../../src/ingest/guessSchema';
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

test('a promotion may be told by its percentage', async () => {
  const rows = ['A,2024-01-01,4,Mug,0%', 'A,2024-01-08,9,Mug,20%', 'A,2024-01-15,3,Mug,'];
  const path = files.file(['sku,date,units,title,Promotion', ...rows].join('\n'));
  const { panel } = await readDemand(path, demandSchema.parse(await guessSchema(path)));
  expect([0, 1, 2].map((week) => panel.promoText(0, week))).toEqual([null, '20%', null]);
});

test.each([
  ['On promo', 'yes', 'no'],
  ['In Aktion', 'ja', 'nein'],
  ['是否促销', '是', '否'],
  ['Promotion', '1', '0'],
  ['promo', 'TRUE', 'FALSE'],
  ['Promo flag', 'Y', 'N'],
])('a flag of promotions is their text: %s, %s or %s', async (name, yes, no) => {
  const path = files.file(
    [
      `sku,date,units,title,${name}`,
      `A,2024-01-01,4,Red mug,${no}`,
      `A,2024-01-08,9,Red mug,${yes}`,
      `A,2024-01-15,3,Red mug,`,
    ].join('\n'),
  );
  const guessed = await guessSchema(path);
  expect(guessed).toMatchObject({ promo_text: name, categorical: [] });
  const { panel } = await readDemand(path, demandSchema.parse(guessed));
  expect([0, 1, 2].map((week) => panel.promoText(0, week))).toEqual([null, 'promotion', null]);
});

const BAKERY = [
  ['B1', 'Roggenbrot', 'Brot', 'hell', 'Ofen 1'],
  ['B2', 'Mischbrot', 'Brot', 'hell', 'Ofen 1'],
  ['B3', 'Vollkornbrot', 'Brot', 'dunkel', 'Ofen 2'],
  ['B4', 'Brezel', 'Kleingebäck', 'hell', 'Ofen 2'],
  ['B5', 'Mohnbrötchen', 'Kleingebäck', 'hell', 'Ofen 1'],
  ['B6', 'Apfelkuchen', 'Kuchen', 'dunkel', 'Ofen 3'],
];
/** Two days of each product, by the names of code, text and three further columns; the last tells something of a sale. */
const bakery = (names: string) => [
  `${names},Datum,Menge,Kasse`,
  ...['06', '07'].flatMap((day) =>
    BAKERY.map((product, at) => `${product.join()},2025-01-${day},3,Kasse ${day === '06' ? 1 : at % 3}`),
  ),
];

test.each([
  ['Artikelnummer,Bezeichnung,Warengruppe,Farbe,Ofen', ['Warengruppe', 'Farbe']],
  ['商品编号,商品名称,类别,颜色,烤箱', ['类别', '颜色']],
  ['sku,title,department,shade,oven', ['department', 'shade']],
  ['sku,title,x,y,z', ['y']],
])('columns that tell groups of products are categories: %s', async (names, categories) => {
  const guessed = await guess(...bakery(names));
  expect(guessed).toMatchObject({ categorical: categories, known_ahead: categories });
});

test('where no name tells the code but one column can be it, the file still tells its weeks and categories', async () => {
  const lines = BAKERY.flatMap(([sku, title, group]) =>
    ['2025-01-06', '2025-01-13'].map((day) => `${sku},${day},3,${title},${group}`),
  );
  const file = files.file(['article,from,units,title,product_group', ...lines].join('\n'));
  expect(await guessFile(file)).toMatchObject({
    ...{ granularity: 'week', categories: ['product_group'], choices: { sku: ['article'] } },
    unclear: [`no column's name says that it is the product code ("sku"); it could be 'article'`],
  });
});

test.each(['Total price', 'Gesamtpreis', 'Einkaufspreis', 'Cost price', 'Preço total', 'Закупочная цена'])(
  '%s is no price of a unit sold',
  async (name) => {
    const lines = [`sku,title,date,units,${name}`, 'A,Mug,2025-01-06,1,2', 'A,Mug,2025-01-06,3,6'];
    expect(await guess(...lines)).not.toHaveProperty('price');
    const both = await guess(...lines.map((line, at) => `${line},${at === 0 ? 'Price' : 2}`));
    expect(both).toMatchObject({ price: 'Price' });
  },
);

test('a column of which each product has its own level is no category, whatever its name', async () => {
  const lines = BAKERY.map(([sku, title]) => `${sku},${title},Gruppe ${sku},2025-01-06,1`);
  const guessed = await guess('sku,title,Warengruppe,date,units', ...lines, ...lines);
  expect(guessed).toMatchObject({ categorical: [], known_ahead: [] });
});

const days = (count: number, step: number) =>
  Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(2025, 0, 6 + at * step)).toISOString().slice(0, 10),
  );
const dayFirst = (day: string) => day.split('-').reverse().join('/');
test.each([
  ['times of day', 'date', ['2025-01-06 10:31:00', '2025-01-08 16:02:00'], 'transaction'],
  ['many days of several weekdays', 'date', days(12, 1), 'transaction'],
  ['Mondays, of other products each', 'date', days(4, 7), 'week'],
  ['a name that says week', 'Woche', days(1, 7), 'week'],
  ["weeks that end in a day's last second", 'date', days(4, 7).map((day) => `${day} 23:59:59`), 'week'],
  ['days behind their months', 'date', days(12, 5).map(dayFirst), 'transaction'],
  ['Mondays behind their months', 'date', days(4, 7).map(dayFirst), 'week'],
  ['other times on one weekday', 'date', days(4, 7).map((day, at) => `${day} 1${at}:02:00`), 'transaction'],
])('%s show what a row is', async (_, name, dates, granularity) => {
  const lines = dates.map((date, at) => `P${at},${date},1,Mug ${at}`);
  expect(await guess(`sku,${name},units,title`, ...lines)).toMatchObject({ granularity });
});

test.each([
  ['a few', 1, 'week'],
  ['one for each of two stores', 20, 'transaction'],
])('of weekly rows %s come twice: a row is a %2$s', async (_, twice, granularity) => {
  const lines = days(4, 7).flatMap((day) => [1, 2, 3, 4, 5].map((sku) => `P${sku},${day},1,Mug ${sku}`));
  const guessed = await guess('sku,date,units,title', ...lines, ...lines.slice(0, twice));
  expect(guessed).toMatchObject({ granularity });
});

test.each([
  ['order_id,order_date,isbn,title,qty,unit_price', 'isbn'],
  ['Name,Created at,Lineitem sku,Lineitem name,Lineitem quantity,Lineitem price', 'Lineitem sku'],
])('the columns of an export of orders are known: %s', async (names, sku) => {
  const lines = ['#1,2025-01-06 10:31:00,A,Mug,1,2', '#2,2025-01-07 11:31:00,A,Mug,2,2'];
  const guessed = await guess(names, ...lines);
  expect(guessed).toMatchObject({ sku, granularity: 'transaction' });
});

test('what the first rows of a long file leave open, rows far behind them tell', async () => {
  const line = (at: number) => `P${at % 6000},2025-01-0${6 + Math.floor(at / 6000)},1,Mug`;
  const lines = Array.from({ length: 12_000 }, (_, at) => line(at));
  expect(await guess('sku,date,units,title', ...lines)).toMatchObject({ granularity: 'transaction' });
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

test('a number of each sale is no code: what tells products apart is asked, and another code is taken', async () => {
  const sale = (at: number) => `2025-01-0${1 + Math.floor(at / 4)},${1 + (at % 3)},Mug ${at % 4}`;
  const numbered = Array.from({ length: 32 }, (_, at) => `${100 + at},${sale(at)},M${at % 4}`);
  const asked = await guessFile(files.file(['id,date,qty,product,size', ...numbered].join('\n')));
  expect(asked.choices.sku).toEqual(['size']);
  expect(await guess('id,date,qty,product,sku', ...numbered)).toMatchObject({ sku: 'sku' });
});

test.each([
  ['units', '2 kg', 'units'],
  ['price', '4,50/kg', 'price'],
])(
  'a column named like %s whose values are no numbers is told, not passed over',
  async (_, value, column) => {
    const row = { units: '3', price: '2.5', [column]: value };
    const path = files.file(
      `sku,date,units,price,title\nA,2024-01-01,${row.units},"${row.price}",Red mug\nA,2024-01-08,${row.units},"${row.price}",Red mug`,
    );
    const { lacks } = await guessFile(path);
    expect(lacks).toEqual({ code: 'numbers_unread', values: { column, text: value } });
  },
);

test('weeks side by side are read as rows: below titles, without their totals, an empty cell as no row', async () => {
  const path = files.file(
    [
      'Sales by week',
      'sku,title,price,KW 01/2024,KW 02/2024,KW 03/2024,Total',
      'A,Mug,2.5,4,,5,9',
      'B,Jug,7.5,,3,1,4',
      'Total,,,4,3,6,13',
    ].join('\n'),
  );
  const schema = demandSchema.parse(await guessSchema(path));
  expect(schema).toMatchObject({ granularity: 'week', sku: 'sku', price: 'price' });
  const { panel, report } = await readDemand(path, schema);
  expect([panel.skus, [...panel.units]]).toEqual([['A', 'B'], [4, 0, 5, 0, 3, 1]]); // prettier-ignore
  const codes = report.notes.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['read_across', 'weeks_numbered']));
});

test.each([
  ['one column', 'date~sku~units\n2024-01-07~A~1', /^there is one column, 'date~sku~units': separate/],
  ['rows that are all too long', 'date,sku,price\n2024-01-07,A,1,50', /^more values than the header has/],
])('a file with %s says so', async (_, content, message) => {
  await expect(guess(content)).rejects.toMatchObject({ detail: expect.stringMatching(message) });
});
