import { readSchema } from '../../src/ingest/schemaFile';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

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
