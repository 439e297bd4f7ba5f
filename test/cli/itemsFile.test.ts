import { readItems } from '../../src/cli/itemsFile';
import { demandSchema } from '../../src/contract/dataSchema';
import { temporary } from '../ingest/files';

const files = temporary();
afterAll(files.remove);

const schema = demandSchema.parse({
  ...{ mode: 'demand', granularity: 'week', sku: 'code', date: 'week', target: 'units', price: 'cost' },
  ...{ description: 'text', promo_text: 'promotion', numeric: ['width'], categorical: ['colour'] },
});

test('an item has what its line has, under the names of the schema', async () => {
  const file = files.file(
    [
      'code,text,cost,promotion,week,width,colour,lag_2,lag_1,lag_3',
      ' ab1 ,Red mug,"4.50",Front page,2026-03-04,8,red,7,9,',
      ',Blue jug,,,,,,,,',
    ].join('\n'),
  );
  expect(await readItems(file, schema)).toEqual([
    {
      ...{ sku: 'ab1', description: 'Red mug', price: 4.5, promo_text: 'Front page', date: '2026-03-04' },
      ...{ features: { width: 8, colour: 'red' }, lags: [9, 7] },
    },
    { description: 'Blue jug', features: { width: null, colour: null } },
  ]);
});

test('every wrong line is named with what is wrong, five of them', async () => {
  const wrong = files.file('text,cost,lag_1\nRed mug,abc,2\nJug,-3,x\n');
  await expect(readItems(wrong, schema)).rejects.toThrow(
    /: line 2: price: 'abc' is no number; line 3: price: .*; line 3: lags\.0: 'x' is no number; nothing was written$/,
  );
  const many = files.file(`text,cost\n${'Jug,x\n'.repeat(7)}`);
  await expect(readItems(many, schema)).rejects.toThrow(/line 6: .* and 2 more; nothing was written$/);
});

test('a file without the column of descriptions, or without rows, is refused', async () => {
  await expect(readItems(files.file('name\nJug\n'), schema)).rejects.toThrow(
    'has no column text; its columns: name',
  );
  await expect(readItems(files.file('text\n'), schema)).rejects.toThrow('has a header and no rows');
});

test('an empty lag before a filled one is a week of which nothing is known', async () => {
  const file = files.file('text,lag_1,lag_2,lag_3,lag_4\nJug,,41,39,40\nJug,40,41,,\nJug,,,,\n');
  expect((await readItems(file, schema)).map(({ lags }) => lags)).toEqual([
    [null, 41, 39, 40],
    [40, 41],
    undefined,
  ]);
});
