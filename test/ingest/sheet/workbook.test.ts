import { type CellValue, writeXlsx } from 'hucre/xlsx';
import { demandSchema } from '../../../src/contract/dataSchema';
import { openSheet } from '../../../src/ingest/items/openSheet';
import { readDemand } from '../../../src/ingest/readDemand';
import { temporary } from '../files';

const files = temporary();
afterAll(files.remove);

const schema = demandSchema.parse({
  ...{ mode: 'demand', granularity: 'week', sku: 'Artikel', date: 'Datum', target: 'Menge', price: 'Preis' },
  description: 'Name',
});
const HEADER = ['Artikel', 'Datum', 'Menge', 'Preis', 'Name'];
/** The table with its days counted from the year that a workbook's calendar begins in. */
const rowsFrom = (firstDay: number): CellValue[][] => [
  HEADER,
  ['0071', firstDay, 1200, 4.125, 'Becher'],
  ['0071', firstDay + 7, 980, 4.5, 'Becher'],
  ['0071', firstDay + 14, 1045, 1234.5, 'Becher'],
];
const ROWS = rowsFrom(45663);
const ROWS_FROM_1904 = rowsFrom(45663 - 1462);
const DATES = { columns: HEADER.map((header) => (header === 'Datum' ? { numFmt: 'yyyy-mm-dd' } : {})) };

async function workbook(sheets: Parameters<typeof writeXlsx>[0]['sheets'], rest = {}): Promise<Uint8Array> {
  return writeXlsx({ sheets, ...rest });
}
const read = (bytes: Uint8Array, sheet?: string) =>
  readDemand({ path: files.file(bytes), name: 'sales.xlsx', sheet }, schema);

test('numbers, dates and text of a workbook are what they are there, whatever their decimals look like', async () => {
  const { panel, report } = await read(await workbook([{ name: 'Sales', rows: ROWS, ...DATES }]));
  expect([...panel.units]).toEqual([1200, 980, 1045]);
  expect([...panel.price]).toEqual([4.125, 4.5, 1234.5]);
  expect(panel.skus).toEqual(['0071']);
  expect(report).toMatchObject({ rows: 3, kept: 3, dropped: [] });
});

test('a title, a total and empty rows around the table change nothing', async () => {
  const rows = [['Sales of the winter'], [], ...ROWS, [], ['Summe', null, 3225]];
  const { panel, report } = await read(await workbook([{ name: 'Sales', rows, ...DATES }]));
  expect([...panel.units]).toEqual([1200, 980, 1045]);
  expect(report.dropped.map(({ reason }) => reason)).toEqual(['a total of other rows']);
});

test('the calendar of old Macs is read as what it says', async () => {
  const { panel } = await read(
    await workbook([{ name: 'Sales', rows: ROWS_FROM_1904, ...DATES }], { dateSystem: '1904' }),
  );
  expect(panel.weeks).toBe(3);
  expect([...panel.units]).toEqual([1200, 980, 1045]);
});

test('plain day numbers of a workbook that counts from 1904 on are refused; others are told by an example', async () => {
  const from1904 = await workbook([{ name: 'Sales', rows: ROWS_FROM_1904 }], { dateSystem: '1904' });
  await expect(read(from1904)).rejects.toMatchObject({
    detail: expect.stringMatching(
      /day numbers such as '44201' in a workbook that counts days from 1904 on; format/,
    ),
  });
  const { report } = await read(await workbook([{ name: 'Sales', rows: ROWS }]));
  expect(report.notes).toMatchObject([{ code: 'day_numbers', values: { text: '45663', day: '2025-01-06' } }]);
});

test('of several sheets the one with the columns is read, and where two have them one must be named', async () => {
  const notes = { name: 'Notes', rows: [['Read me'], ['This workbook has sales.']] };
  const sales = { name: 'Sales', rows: ROWS, ...DATES };
  const one = await read(await workbook([notes, sales]));
  expect([...one.panel.units]).toEqual([1200, 980, 1045]);
  expect(one.report.notes.map(({ reason }) => reason)).toContain("read the sheet 'Sales' of 2");
  const two = await workbook([sales, { ...sales, name: 'Copy' }]);
  await expect(read(two)).rejects.toThrow(
    /several sheets that look like data; it has 'Sales', 'Copy'; .*--sheet/,
  );
  await expect(read(two, 'None')).rejects.toThrow(/has no sheet 'None'; it has 'Sales', 'Copy'/);
  expect([...(await read(two, 'Copy')).panel.units]).toEqual([1200, 980, 1045]);
});

test('a workbook that would unpack to too much is refused before it does', async () => {
  const bytes = await workbook([{ name: 'Sales', rows: ROWS }]);
  const path = files.file(bytes);
  await expect(readDemand({ path, name: 'sales.xlsx', mostBytes: 1000 }, schema)).rejects.toMatchObject({
    code: 'too_large',
    detail: expect.stringMatching(/unpacks to more than 1000 bytes/),
  });
});

test('the page opens the same rows', async () => {
  const bytes = await workbook([{ name: 'Sales', rows: ROWS, ...DATES }]);
  const { columns, rows } = await openSheet(bytes, { name: 'sales.xlsx' });
  expect(columns).toEqual(HEADER);
  expect(rows[0]).toEqual({ cells: ['0071', '2025-01-06', '1200', '4.1250', 'Becher'], line: 2 });
});
