import { demandSchema } from '../../src/contract/dataSchema';
import { readDemand } from '../../src/ingest/readDemand';
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
