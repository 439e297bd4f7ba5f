import type { HeadInputs } from '../../../src/contract/head';
import { SILENT } from '../../../src/contract/observer';
import { Engine } from '../../../src/engine/engine';
import { readModelDirectory, type ModelDirectory } from '../../../src/engine/modelDirectory';
import { HeadBatcher } from '../../../src/serving/queue/headBatcher';
import { writeTinyEncoder } from '../../support/tinyEncoder';
import { writeTinyModel } from '../../support/tinyModel';

let engine: Engine;
let model: ModelDirectory;
let runs: number[];
let heads: HeadBatcher;

beforeAll(async () => {
  engine = await Engine.start({ encoder: writeTinyEncoder(), device: 'cpu', processes: 2, threads: 1 });
  model = await readModelDirectory(await writeTinyModel(engine), engine.encoder);
  await engine.pool.loadHeads(model.heads);
});
beforeEach(() => {
  runs = [];
  heads = new HeadBatcher(engine.pool, { ...SILENT, predicted: (_, rows) => void runs.push(rows) });
});
afterAll(() => engine.close());

/** Rows that differ by their first feature. */
function run(rows: number, first = 0) {
  const width = model.manifest.features.names.length;
  const features = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) features[row * width] = (first + row) / 100;
  const none = new Float32Array();
  const bankIndex = new Int32Array(rows).fill(-1);
  const inputs: HeadInputs = { rows, features, description: none, promo: none, analogs: none, bankIndex };
  return heads.run(model.heads.key, 'numeric_only', inputs);
}

test('few rows that come together go into one run, and everyone gets their own', async () => {
  const together = await Promise.all([0, 1, 2, 3].map((first) => run(1, first)));
  expect(runs).toEqual([4]);
  for (const [first, answer] of together.entries()) {
    const alone = await run(1, first);
    expect([...answer.mean]).toEqual([...alone.mean].map((value) => expect.closeTo(value, 4)));
  }
});

test('many rows are shared out over the processes', async () => {
  await Promise.all([run(150), run(150), run(150), run(150)]);
  expect(runs).toEqual([300, 300]);
});

test('a run takes no more rows than fit, but one request whole', async () => {
  await Promise.all([run(600), run(400), run(400), run(400)]);
  expect(runs.toSorted((a, b) => a - b)).toEqual([400, 400, 400, 600]);
});
