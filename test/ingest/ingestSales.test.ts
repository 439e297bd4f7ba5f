import { dayOf, isoOf } from '../../src/common/day';
import { demandSchema } from '../../src/contract/dataSchema';
import { ingestSales, type IngestOptions } from '../../src/ingest/ingestSales';
import { readDemand } from '../../src/ingest/readDemand';
import { panelToCatalog } from '../../src/ingest/toCatalog';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { answers } from './answers';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

const HEADER = 'sku,date,units,price,name';
const schema = demandSchema.parse({
  ...{ mode: 'demand', granularity: 'transaction', sku: 'sku', date: 'date', target: 'units' },
  ...{ price: 'price', description: 'name' },
});
const weekly = demandSchema.parse({ ...schema, granularity: 'week' });

function shop() {
  const database = openDatabase(':memory:', REGISTRY);
  const catalog = new Catalog(database);
  const send = (rows: readonly string[], options: IngestOptions = {}, as = schema) =>
    ingestSales(database, files.file([HEADER, ...rows].join('\n')), as, options);
  const units = (sku: string) => catalog.history(sku, Infinity).map((week) => week.units);
  const total = () => catalog.shopWeeks().reduce((sum, week) => sum + week.units, 0);
  return { database, catalog, send, units, total };
}

/** Ten units a day of each product, from one day to another. */
function everyDay(first: string, last: string, skus = ['A', 'B']): string[] {
  const days = Array.from({ length: dayOf(last) - dayOf(first) + 1 }, (_, at) => isoOf(dayOf(first) + at));
  return days.flatMap((day) => skus.map((sku) => `${sku},${day},10,4.5,Mug ${sku}`));
}

const MONTHS: [first: string, last: string][] = [
  ['2026-01-01', '2026-01-31'],
  ['2026-02-01', '2026-02-28'],
  ['2026-03-01', '2026-03-31'],
];

test.each([[[0, 1, 2]], [[2, 0, 1]], [[1, 2, 0, 1]]])(
  'files by month in the order %j are what the file of the quarter is',
  async (order) => {
    const whole = shop();
    await whole.send(everyDay('2026-01-01', '2026-03-31'));
    const parts = shop();
    for (const month of order) await parts.send(everyDay(...MONTHS[month]));
    expect([whole.total(), parts.total()]).toEqual([1760, 1760]);
    expect(answers(parts.database)).toEqual(answers(whole.database));
  },
);

test('a second store that sends files of its own is told of what counts once or replaces, and can be told apart', async () => {
  const [first, second] = ['north', 'south'].map((store) =>
    [3, 4, 5].map(
      (units, at) => `A,2026-01-0${5 + at},${store === 'south' && at > 0 ? 9 : units},4.5,Mug,${store}`,
    ),
  );
  const send = async (as: typeof schema) => {
    const { database, total } = shop();
    const reports = [];
    for (const rows of [first, second]) {
      const path = files.file([`${HEADER},store`, ...rows, 'A,2026-01-18,1,4.5,Mug,all'].join('\n'));
      reports.push((await ingestSales(database, path, as)).report);
    }
    return { total: total(), codes: reports[1].notes.map(({ code, rows }) => [code, rows]) };
  };
  const mixed = await send(schema);
  expect(mixed.codes).toEqual(expect.arrayContaining([['further_sales', 2], ['same_sales', 2]])); // prettier-ignore
  const apart = await send(demandSchema.parse({ ...schema, categorical: ['store'] }));
  expect([mixed.total, apart.total]).toEqual([31, 34]);
});

test('a total in place of another one of its week is told', async () => {
  const { send, total } = shop();
  const totals = (units: number) => [`A,2026-01-05,4,4.5,Mug`, `A,2026-01-12,${units},4.5,Mug`];
  await send(totals(5), {}, weekly);
  const { report } = await send(totals(9), {}, weekly);
  expect(total()).toBe(13);
  expect(report.notes).toMatchObject([{ code: 'replaced_totals', rows: 1 }]);
});

test('a file whose schema names more of its columns tells more of the same sales', async () => {
  const { database, catalog, total } = shop();
  const rows = everyDay('2026-01-05', '2026-01-11').map((row) => `${row},Sale,home`);
  const content = [`${HEADER},promo,range`, ...rows].join('\n');
  const bare = demandSchema.parse({ ...schema, price: undefined });
  const full = demandSchema.parse({ ...schema, promo_text: 'promo', categorical: ['range'] });
  for (const as of [bare, full, bare]) await ingestSales(database, files.file(content), as);
  expect(total()).toBe(140);
  const week = catalog.lastWeek!;
  expect([catalog.promoText('A', week), catalog.extras('A', week + 1)]).toMatchObject([
    'Sale',
    { range: 'home' },
  ]);
  expect(catalog.history('A', Infinity)[0].price).toBe(4.5);
});

test('a product under a new name has sold what it had; other prices are further sales, which are told', async () => {
  const { send, total } = shop();
  const rows = everyDay('2026-01-05', '2026-01-11');
  await send(rows);
  await send(rows.map((row) => row.replace('Mug', 'Cup')));
  expect(total()).toBe(140);
  const dearer = rows.slice(0, 3).map((row) => row.replace('4.5', '4.6'));
  const { report } = await send([...rows.slice(3), ...dearer]);
  expect(total()).toBe(170);
  expect(report.notes).toMatchObject([
    { code: 'further_sales', rows: 3 },
    { code: 'same_sales', rows: 11 },
  ]);
});

test('the second half of a week completes it, and the same days again change nothing', async () => {
  const { send, units, total } = shop();
  await send(everyDay('2026-01-05', '2026-01-14', ['A']));
  expect(units('A')).toEqual([70]);
  await send(everyDay('2026-01-12', '2026-01-18', ['A']));
  expect(units('A')).toEqual([70, 70]);
  const { written } = await send(everyDay('2026-01-08', '2026-01-14', ['A']));
  expect([written.changedWeeks, total()]).toEqual([0, 140]);
});

test.each([[[0, 1, 2]], [[2, 0, 1]], [[0, 2, 1, 0]]])(
  'files of a shop that is closed on Sundays, in the order %j, are what one file is',
  async (order) => {
    const open = (first: string, last: string) =>
      everyDay(first, last).filter((row) => new Date(row.split(',')[1]).getUTCDay() !== 0);
    const weeks: [string, string][] = [
      ['2026-01-05', '2026-03-07'],
      ['2026-03-09', '2026-03-14'],
      ['2026-03-16', '2026-03-21'],
    ];
    const whole = shop();
    const { report } = await whole.send(open('2026-01-05', '2026-03-21'));
    expect(report.notes.map(({ code }) => code)).toEqual(['days_off']);
    const parts = shop();
    const told = [];
    for (const at of order) told.push(...(await parts.send(open(...weeks[at]))).report.notes);
    expect(told.map(({ code }) => code)).not.toContain('closed_day');
    expect([whole.total(), parts.total()]).toEqual([1320, 1320]);
    expect(answers(parts.database)).toEqual(answers(whole.database));
  },
);

test('a day off in the midst of a week makes no week whole', async () => {
  const open = everyDay('2026-01-05', '2026-03-19').filter(
    (row) => new Date(row.split(',')[1]).getUTCDay() !== 5,
  );
  const { report } = await shop().send(open);
  expect(report.notes.map(({ code }) => code)).not.toContain('days_off');
});

test('a shop that opens on the days off of another leaves the same weeks, whichever file comes first', async () => {
  const days = everyDay('2026-01-05', '2026-03-21', ['B']);
  const weekdays = everyDay('2026-01-05', '2026-03-21', ['A']).filter(
    (row) => new Date(row.split(',')[1]).getUTCDay() !== 0,
  );
  const [first, second] = [shop(), shop()];
  for (const rows of [weekdays, days]) await first.send(rows, { covers: 'listed' });
  for (const rows of [days, weekdays]) await second.send(rows, { covers: 'listed' });
  expect(answers(first.database)).toEqual(answers(second.database));
  expect([first.units('A'), first.units('B')]).toEqual([Array(10).fill(60), Array(10).fill(70)]);
});

test('what the catalog has is what the panel of the same file has', async () => {
  const { database, send } = shop();
  const rows = [...everyDay('2026-01-05', '2026-02-22'), 'A,2026-01-30,x,1,Mug A', 'B,2026-03-01,1,1,Mug B'];
  await send(rows);
  const { panel } = await readDemand(files.file([HEADER, ...rows].join('\n')), schema);
  const other = openDatabase(':memory:', REGISTRY);
  panelToCatalog(other, panel, { hash: 'h', name: 'n', synthetic: false });
  expect(answers(database)).toEqual(answers(other));
});

test('an unreadable number makes its week unknown, never zero, until the mended file comes', async () => {
  const rows = [6, 13, 20, 27].map((day) => `A,2025-01-${String(day).padStart(2, '0')},9,4.5,Mug`);
  const { send, units } = shop();
  const broken = await send([...rows.slice(0, 2), 'A,2025-01-20,n/a,4.5,Mug', rows[3]], {}, weekly);
  expect(units('A')).toEqual([9, 9, NaN, 9]);
  expect(broken.report.notes).toContainEqual(
    expect.objectContaining({
      reason: 'weeks of products of which it is not known what was sold',
      ...{ rows: 1, examples: [] },
    }),
  );
  await send(rows, {}, weekly);
  expect(units('A')).toEqual([9, 9, 9, 9]);
});

test('as many weeks are unknown when a file is only read as when it is stored', async () => {
  const rows = [
    ...everyDay('2026-01-05', '2026-03-29', ['A']),
    'B,2026-01-06,n/a,4.5,Mug B',
    ...everyDay('2026-01-12', '2026-03-29', ['B']),
    'B,2026-02-03,n/a,4.5,Mug B',
  ];
  const { written } = await shop().send(rows);
  const { report } = await readDemand(files.file([HEADER, ...rows].join('\n')), schema);
  const told = report.notes.find(({ code }) => code === 'unknown_weeks');
  expect([written.unknownWeeks, told?.rows]).toEqual([1, 1]);
});

test('a row that cannot be read counts although its file has no other of the product', async () => {
  const { send, units } = shop();
  await send([...everyDay('2026-01-05', '2026-01-18', ['A']), 'B,2026-01-13,,4.5,Mug B']);
  await send(
    everyDay('2026-01-05', '2026-01-18', ['A']).concat(
      'B,2026-01-06,10,4.5,Mug B',
      'B,2026-01-15,10,4.5,Mug B',
    ),
  );
  expect(units('B')).toEqual([10, NaN]);
});

test.each([
  ['2046-01-10', 'after today'],
  ['2000-01-01', 'more than half a year from all other sales'],
])('a row of %s is named and left out, and nothing else changes', async (day, reason) => {
  const rows = everyDay('2026-01-01', '2026-03-31');
  const [clean, mistyped] = [shop(), shop()];
  await clean.send(rows);
  const { report } = await mistyped.send([...rows, `A,${day},1,4.5,Mug A`]);
  expect(report.dropped).toMatchObject([
    { reason: expect.stringContaining(reason), rows: 1, examples: [{ line: 182, value: day }] },
  ]);
  expect(answers(mistyped.database)).toEqual(answers(clean.database));
});

test('half a year without a row is not known; a week or two without one are without sales', async () => {
  const { send, units } = shop();
  const { report } = await send([
    ...everyDay('2025-01-06', '2025-01-12', ['A']),
    ...everyDay('2025-01-27', '2025-02-02', ['A']),
    ...everyDay('2025-05-05', '2025-05-11', ['A']),
  ]);
  expect(units('A')).toEqual([70, 0, 0, 70, ...Array<number>(13).fill(NaN), 70]);
  expect(report.notes.map(({ reason }) => reason)).toContain(
    'no row between 2025-02-02 and 2025-05-05: what was sold in those weeks is not known',
  );
});

test.each<[string, string[], typeof schema]>([
  ['2-weekly', ['2025-01-06', '2025-01-20', '2025-02-03', '2025-02-17'], weekly],
  ['4-weekly', ['2025-01-06', '2025-02-03', '2025-03-03', '2025-03-31'], weekly],
  ['monthly', ['2025-01-01', '2025-02-01', '2025-03-01'], schema],
  ['monthly', ['2025-01-31', '2025-02-28', '2025-03-31', '2025-04-30'], weekly],
  ['half-monthly', ['2025-01-15', '2025-01-31', '2025-02-15', '2025-02-28', '2025-03-15'], weekly],
  [
    'ten-day',
    ['01-01', '01-11', '01-21', '02-01', '02-11', '02-21', '03-01'].map((day) => `2025-${day}`),
    weekly,
  ],
  ['4- and 5-weekly', ['2025-01-26', '2025-02-23', '2025-03-30', '2025-04-27'], weekly],
  ['quarterly', ['2025-01-01', '2025-04-01', '2025-07-01'], schema],
])('%s data are recognised and refused with the choices', async (period, days, as) => {
  const rows = days.map((day) => `A,${day},9,4.5,Mug`);
  const refusal = `the rows look like ${period} totals`;
  await expect(shop().send(rows, {}, as)).rejects.toThrow(refusal);
  await expect(readDemand(files.file([HEADER, ...rows].join('\n')), as)).rejects.toThrow(/"every": "week"/);
  await expect(shop().send(rows, {}, { ...as, every: 'week' })).resolves.toBeDefined();
});

test('a file of one department after one of the whole shop must say what it covers', async () => {
  const { send, units } = shop();
  await send(everyDay('2026-01-05', '2026-03-01', ['A', 'B', 'C']));
  const april = everyDay('2026-03-02', '2026-03-15', ['A']);
  await expect(send(april)).rejects.toThrow(
    /lists none of 2 products .* \(such as 'B', 'C'\).*--covers all.*--covers listed/,
  );
  await send(april, { covers: 'listed' });
  expect(units('A').slice(-2)).toEqual([70, 70]);
  expect(units('B').slice(-2)).toEqual([NaN, NaN]);
  await send(everyDay('2026-03-02', '2026-03-15', ['A', 'B', 'C']));
  expect(units('B').slice(-2)).toEqual([70, 70]);
});

test('a product that now and then sells nothing is no reason to ask', async () => {
  const { send, units } = shop();
  const rare = ['C,2026-01-07,1,4.5,Mug C'];
  await send([...everyDay('2026-01-05', '2026-03-01'), ...rare]);
  await send(everyDay('2026-03-02', '2026-03-15'));
  expect(units('C').slice(-2)).toEqual([0, 0]);
});
