import { dayOf, isoOf } from '../../../src/common/day';
import { demandSchema } from '../../../src/contract/dataSchema';
import { guessFile } from '../../../src/ingest/guessSchema';
import { readDemand } from '../../../src/ingest/readDemand';
import { guessedSchema } from '../../../src/ingest/schema/guessedSchema';
import { temporary } from '../files';

const files = temporary();
afterAll(files.remove);
const guess = (names: string, rows: readonly (readonly (string | number)[])[]) =>
  guessFile(files.file([names, ...rows.map((row) => row.join())].join('\n')));
const day = (at: number) => isoOf(dayOf('2024-01-01') + at);
const PRODUCTS = ['A', 'B', 'C'];
/** Units of three products on each of some days, neither alike nor in order. */
const sold = (days: number, step = 1) =>
  Array.from({ length: days }, (_, at) =>
    PRODUCTS.map((sku, product) => ({ sku, day: day(at * step), units: 1 + ((at * 7 + product * 5) % 9) })),
  ).flat();

test.each([
  ['since the beginning', 24, () => false],
  ['of each month', 50, (date: string) => date.endsWith('-01')],
])('units that sum up those before them, %s, are asked for', async (_, days, isAnew) => {
  const sums = new Map<string, number>();
  const rows = sold(days).map(({ sku, day: date, units }) => {
    sums.set(sku, units + (isAnew(date) ? 0 : (sums.get(sku) ?? 0)));
    return [sku, 'Red mug', date, sums.get(sku)!];
  });
  for (const seen of [rows, rows.filter((_, at) => at % 4 !== 1)]) {
    const { lacks } = await guess('sku,title,date,units', seen);
    expect(lacks).toEqual({ code: 'units_cumulated', values: { column: 'units' } });
  }
});

test('units of one product, or of many that only ever rise by chance, are no sums', async () => {
  const one = sold(40).filter(({ sku }) => sku === 'A');
  for (const rows of [one, sold(3)]) {
    const { lacks } = await guess(
      'sku,title,date,units',
      rows.map((row) => [row.sku, 'Red mug', row.day, row.units]),
    );
    expect(lacks).toBeNull();
  }
});

test('returns with a reason in every row are asked for; where few rows have one they are left to the report', async () => {
  const rows = (reason: (at: number) => string) =>
    sold(20).map((row, at) => [row.sku, 'Red mug', row.day, row.units, reason(at)]);
  const columns = 'sku,title,date,units,Return reason';
  const all = await guess(
    columns,
    rows(() => 'Damaged'),
  );
  expect(all.lacks).toEqual({ code: 'units_returned', values: { column: 'Return reason' } });
  expect(
    (
      await guess(
        columns,
        rows((at) => (at % 9 ? '' : 'Damaged')),
      )
    ).lacks,
  ).toBeNull();
});

test('a column by which each sale comes several times is asked for; cash and card are none', async () => {
  const kinds = (of: (at: number) => readonly string[]) =>
    sold(12).flatMap(({ sku, day: date, units }, at) =>
      of(at).map((kind) => [sku, 'Red mug', `${date} 10:${10 + at}`, units, kind]),
    );
  const settled = await guess('sku,title,date,units,kind', kinds(() => ['Principal', 'Commission'])); // prettier-ignore
  expect(settled.lacks).toMatchObject({ code: 'sales_repeated', values: { column: 'kind' } });
  const paid = await guess('sku,title,date,units,kind', kinds((at) => [at % 2 ? 'cash' : 'card'])); // prettier-ignore
  expect(paid.lacks).toBeNull();
});

test.each([
  ['UOM', ['EA', 'CS'], 'measures_by_row'],
  ['Soll/Haben', ['H', 'S'], 'measures_by_row'],
  ['Supplier,unit cost', ['Factory,2', 'Factory,2'], 'units_bought'],
])('%s tells that units may be others than those sold', async (names, cells, code) => {
  const rows = sold(12).map((row, at) => [row.sku, 'Red mug', row.day, row.units, cells[at % 2]]);
  expect((await guess(`sku,title,date,units,${names}`, rows)).lacks).toMatchObject({ code });
});

test('rows of all stores are left out by a rule, as they sum up the others', async () => {
  const rows = sold(4, 7).flatMap(({ sku, day: date, units }) =>
    [
      ['North', units],
      ['South', 2],
      ['All of them', units + 2],
    ].map(([store, number]) => [sku, 'Red mug', date, number, store]),
  );
  const { keep } = await guess('sku,title,week,units,store', rows);
  expect(keep).toEqual([{ column: 'store', not: ['All of them'] }]);
});

test('prices of whole rows are no prices of a unit', async () => {
  const priced = (of: (units: number) => number) =>
    guess(
      'sku,title,date,units,item price',
      sold(12).map((row) => [row.sku, 'Red mug', row.day, row.units, of(row.units).toFixed(2)]),
    );
  expect((await priced((units) => 8.95 * units)).columns.price).toBeUndefined();
  expect((await priced(() => 8.95)).columns.price).toBe('item price');
});

test.each([
  ['Shipping', true],
  ['Versandkosten DHL', false],
  ['Frais de port', true],
  ['Delivery (next day)', true],
  ['送料', true],
  ['Shipping box', false],
  ['Port', false],
  ['Tip-Ex', false],
  ['Gift card', false],
])('%s is left out as a charge of an order: %s', async (text, isLeftOut) => {
  const rows = sold(12).map((row) => [
    row.sku,
    row.sku === 'A' ? text : `Mug ${row.sku}`,
    row.day,
    row.units,
  ]);
  const { keep } = await guess('sku,title,date,units', rows);
  expect(keep).toEqual(isLeftOut ? [{ column: 'title', not: [text] }] : []);
});

test('a total of a day that is named with it is left out where it sums up its rows', async () => {
  const rows = Array.from({ length: 7 }, (_, at) =>
    [
      ['A', 'Mug', 2],
      ['B', 'Jug', at],
      [`Total ${day(at)}`, '', 2 + at],
    ].map(([sku, title, units]) => [sku, title, `${day(at)} 10:00`, units].join()),
  ).flat();
  const path = files.file(['sku,title,date,units', ...rows].join('\n'));
  const { panel } = await readDemand(path, demandSchema.parse(guessedSchema(await guessFile(path))));
  expect([panel.skus, [...panel.units]]).toEqual([['A', 'B'], [14, 21]]); // prettier-ignore
});
