import { tableSchema } from '../../src/contract/dataSchema';
import { readTable } from '../../src/ingest/readTable';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

const schema = tableSchema.parse({
  mode: 'table',
  id: 'name',
  target: 'gross',
  text: ['title', 'director'],
  numeric: ['budget'],
  categorical: ['genre'],
  log_target: true,
});
const HEADER = 'name,title,director,budget,genre,gross';

test('rows keep what they have; what is missing is null; without a target they are dropped and counted', async () => {
  const file = files.file(
    [
      HEADER,
      'a,The  Tall Tree,Jo March,1e10,Drama,100',
      ',Second,,,,2500000000',
      'c,Third,X,many,Comedy,5',
      'd,Fourth,X,1,Comedy,',
      'e,Fifth,X,1,Comedy,-3',
    ].join('\n'),
  );
  const { rows, report } = await readTable(file, schema);
  expect(rows).toEqual([
    {
      number: 1,
      record: { id: 'a', text: 'The Tall Tree. Jo March', extras: { budget: 1e10, genre: 'Drama' } },
      target: 100,
    },
    { number: 2, record: { id: null, text: 'Second', extras: { budget: null, genre: null } }, target: 2.5e9 },
    {
      number: 3,
      record: { id: 'c', text: 'Third. X', extras: { budget: null, genre: 'Comedy' } },
      target: 5,
    },
  ]);
  expect(report).toMatchObject({ rows: 5, kept: 3 });
  expect(report.dropped.map(({ reason, examples }) => [reason, examples[0].line])).toEqual([
    ['gross is empty', 5],
    ['gross is negative, which log_target cannot take', 6],
  ]);
  expect(report.notes.map(({ reason }) => reason)).toEqual(['budget is no number: taken as unknown']);
});

test('rows to predict need no target and no target column', async () => {
  const without = files.file('name,title,director,budget,genre\na,First,X,1,Drama');
  expect((await readTable(without, schema, { needTarget: false })).rows[0].target).toBeNull();
  const bad = files.file(`${HEADER}\na,First,X,1,Drama,unknown`);
  expect((await readTable(bad, schema, { needTarget: false })).rows[0].target).toBeNull();
  await expect(readTable(bad, schema)).rejects.toThrow(/none of the 1 rows .* gross is no number, as line 2/);
  await expect(readTable(without, schema)).rejects.toThrow(/the schema names 'gross'/);
});

test('what is odd about columns and rows as a whole is told', async () => {
  const rows = Array.from({ length: 30 }, (_, at) => `,,${at},x,${2 * at + 0.01 * (at % 3)}`);
  const file = files.file([HEADER, ...rows.map((row) => `,${row}`), `,${rows[0]}`].join('\n'));
  const notes = async (own: object) =>
    (await readTable(file, { ...schema, ...own })).report.notes.map(({ reason }) => reason);
  expect(await notes({})).toEqual([
    'no row has a text: the columns alone are learnt from',
    "genre is 'x' in every row, and tells nothing",
    'budget by itself tells gross nearly whole: leave it out if it is known only afterwards',
    'rows that are the same as an earlier one in text, columns and target: 1; where they are no further products, an evaluation flatters',
  ]);
  expect(await notes({ text: ['genre'], numeric: ['title'], categorical: ['budget'] })).toEqual([
    'title is empty in every row, and tells nothing',
    'rows that are the same as an earlier one in text, columns and target: 1; where they are no further products, an evaluation flatters',
  ]);
});

test('numbers beside units are read by the sign that all show, dates as years where their order is told', async () => {
  const file = files.file(
    [
      'title,weight,listed,price',
      'Bowl,"1.200 g",3/4/2024,"1,2k €"',
      'Mug,"0,5 kg",4/5/2024,900 €',
      'Cup,"300 g",,850 €',
    ].join('\n'),
  );
  const own = { mode: 'table', target: 'price', text: ['title'], numeric: ['weight', 'listed'] };
  const { rows, report } = await readTable(file, tableSchema.parse(own));
  expect(rows.map(({ target, record }) => [target, record.extras.weight, record.extras.listed])).toEqual([
    [1200, 1.2, null],
    [900, 0.5, null],
    [850, 0.3, null],
  ]);
  expect(report.notes.map(({ reason }) => reason)).toEqual([
    'listed has dates that leave the order of day and month open: taken as unknown; say "date_order" in the schema',
    "price is read with a decimal comma: '1,2€' in line 2 is 1.2",
    "price is read as numbers: '1,2k €' in line 2 is 1200",
    "weight is read with a decimal comma: '1.200' in line 2 is 1200",
    "weight is read in kg: '1.200 g' in line 2 is 1.2",
  ]);
  const ordered = tableSchema.parse({ ...own, date_order: 'day/month/year' });
  expect((await readTable(file, ordered)).rows[0].record.extras.listed).toBeCloseTo(2024 + 93 / 366, 9);
});
