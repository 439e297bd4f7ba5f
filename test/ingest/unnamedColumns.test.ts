import { HEADER, read } from './sales';

const notes = async (header: string, rows: readonly string[]) => {
  const { report } = await read([`${HEADER},${header}`, ...rows].join('\n'));
  return report.notes.filter(({ code }) => ['return_counted', 'row_again'].includes(code));
};

test.each([
  ['Status', ['completed', 'cancelled', 'completed'], 'cancelled'],
  ['Returned', ['no', 'yes', 'no'], 'yes'],
  ['Статус', ['доставлен', 'возврат', 'доставлен'], 'возврат'],
])('rows that %s calls no sales are told, as they count', async (column, states, value) => {
  const rows = states.map((state, at) => `A,2024-01-0${at + 5},1,2,x,${state}`);
  expect(await notes(column, rows)).toMatchObject([
    { code: 'return_counted', values: { column, value }, rows: 1 },
  ]);
});

const receipts = Array.from({ length: 120 }, (_, at) => `A,2024-01-0${1 + (at % 7)},1,2,x,R${at}`);
test('a row that comes twice, its receipt too, is told; sales that no column tells apart are not', async () => {
  const again = [...receipts, receipts[3]];
  expect(await notes('Receipt', again)).toMatchObject([
    { code: 'row_again', rows: 1, examples: [{ line: 122, value: 'A' }] },
  ]);
  expect(
    await notes(
      'Shelf',
      again.map((row) => row.replace(/R\d+$/, 'S1')),
    ),
  ).toEqual([]);
});
