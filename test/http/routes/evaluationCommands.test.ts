import { evaluationCommands } from '../../../src/http/routes/evaluationCommands';

const manifest = { horizon: 4, schema: { mode: 'demand' }, encoder: {} };
const commands = (model: object, directory: string, catalogFile: string) =>
  evaluationCommands(
    { manifest: { ...manifest, ...model } as never, encoder: 'onnx/other' },
    { name: 'mine', directory, active: true },
    catalogFile,
  );

test('a model of the catalog is evaluated on the catalog that the server has', () => {
  expect(commands({ horizon: 13 }, "/srv/my 'shop'-models/mine", "/srv/my 'shop'.db")).toEqual({
    evaluate:
      "npx shelfcast evaluate --db '/srv/my '\\''shop'\\''.db' --out report --horizon 13 --encoder onnx/other",
    attach: "npx shelfcast models attach '/srv/my '\\''shop'\\''-models/mine' report/report.json",
  });
});

test.each([
  ['demand', 'SALES.csv'],
  ['table', 'TABLE.csv'],
])('one of a file of its own is evaluated on that: %s', (mode, file) => {
  const encoder = { directory: 'encoder' };
  const { evaluate } = commands({ schema: { mode }, encoder }, 'onnx/mine', 'data/shelfcast.db');
  expect(evaluate).toBe(`npx shelfcast evaluate --data ${file} --out report`);
});
