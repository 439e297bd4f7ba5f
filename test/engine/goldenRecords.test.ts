import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dtype } from '../../src/engine/encoderDirectory';
import { Engine } from '../../src/engine/engine';
import { differences, goldenInputs, goldenBatch, largestDifference } from '../../src/engine/goldenRecords';
import { loadModel } from '../../src/engine/loadModel';
import { readModelDirectory } from '../../src/engine/modelDirectory';
import { readModel, writeModel } from '../../src/graph/proto';
import { TINY_DIMENSION, writeTinyEncoder } from '../support/tinyEncoder';
import { writeTinyModel } from '../support/tinyModel';

/** A tiny encoder with a second file whose word vectors are changed, as another precision's are. */
function withSecondPrecision(change: (value: number, at: number) => number): string {
  const directory = writeTinyEncoder();
  const model = readModel(readFileSync(join(directory, 'onnx/model.onnx')));
  const table = model.graph.initializer.find(({ dims }) => Number(dims[1]) === TINY_DIMENSION)!;
  const values = new Float32Array(Uint8Array.from(table.raw_data).buffer).map(change);
  table.raw_data = new Uint8Array(values.buffer);
  writeFileSync(join(directory, 'onnx/model_fp16.onnx'), writeModel(model));
  return directory;
}

const start = (encoder: string, dtype: Dtype, oneGraph = false) =>
  Engine.start({ encoder, dtype, device: 'cpu', processes: 1, threads: 1, oneGraph });

async function loadWithSecond(change: (value: number, at: number) => number): Promise<string> {
  const encoder = withSecondPrecision(change);
  const [first, second] = [await start(encoder, 'fp32'), await start(encoder, 'fp16')];
  try {
    return (await loadModel(second, await writeTinyModel(first))).name;
  } finally {
    await Promise.all([first.close(), second.close()]);
  }
}

test('a model is served with another precision of its encoder whose answers are a little different', async () => {
  expect(await loadWithSecond((value, at) => value * (1 + 0.02 * Math.sin(at)))).toBe('tiny');
});

test('it is refused with one whose answers are far away, and told how far', async () => {
  await expect(loadWithSecond((_, at) => Math.cos(at * 3.7))).rejects.toMatchObject({
    code: 'model_refused',
    detail: expect.stringMatching(
      /with this encoder its text_aware head answers \d+% of the quantiles in its golden records within \d+\.\d% of what was recorded, not within (3|15)\.0%/,
    ),
  });
});

test('in one graph they are answered as in two runs', async () => {
  const engine = await start(writeTinyEncoder(), 'fp32', true);
  try {
    const directory = await writeTinyModel(engine);
    expect((await loadModel(engine, directory)).twoRunsReason).toBeNull();
    const model = await readModelDirectory(directory, engine.encoder);
    await engine.pool.loadHeads(model.heads);
    const inputs = await goldenInputs(engine, model);
    const inTwo = await engine.pool.runHead(model.heads.key, 'text_aware', inputs);
    const { texts, records } = goldenBatch(engine, model, inputs);
    const together = await engine.pool.encode(texts, { ...records, vectorsWanted: true });
    expect(together.vectors).toHaveLength(texts.lengths.length * TINY_DIMENSION);
    expect(largestDifference(together.outputs!, inTwo.outputs)).toBeLessThan(1e-5);
  } finally {
    await engine.close();
  }
});

test('differences are shares of one more than the value, in order', () => {
  expect(differences(Float32Array.of(4, 9, 0), [1, 9, 1])).toEqual([0, 0.5, 1.5]);
});
