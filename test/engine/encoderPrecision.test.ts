import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPrecisionOf, readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { Engine } from '../../src/engine/engine';
import { loadModel } from '../../src/engine/loadModel';
import { readModel, writeModel } from '../../src/graph/proto';
import { writeTinyEncoder } from '../support/tinyEncoder';

/** A tiny encoder with a second file, which another precision would be. */
function withTwoPrecisions(): string {
  const directory = writeTinyEncoder();
  const model = readModel(readFileSync(join(directory, 'onnx/model.onnx')));
  writeFileSync(
    join(directory, 'onnx/model_fp16.onnx'),
    writeModel({ ...model, producer_version: 'another file' }),
  );
  return directory;
}

test('CUDA takes the half-precision file, a CPU the other', async () => {
  const directory = withTwoPrecisions();
  expect((await readEncoderDirectory(directory)).dtype).toBe('fp32');
  expect((await readEncoderDirectory(directory, { provider: 'cuda' })).dtype).toBe('fp16');
  expect((await readEncoderDirectory(directory, { provider: 'cuda', dtype: 'fp32' })).dtype).toBe('fp32');
});

test('where there is no half-precision file, CUDA takes the next', async () => {
  expect((await readEncoderDirectory(writeTinyEncoder(), { provider: 'cuda' })).dtype).toBe('fp32');
});

test('a model trained with one precision belongs to the other, and to no other encoder', async () => {
  const directory = withTwoPrecisions();
  const onCpu = await readEncoderDirectory(directory);
  const onCuda = await readEncoderDirectory(directory, { provider: 'cuda' });
  expect(onCpu.hash).not.toBe(onCuda.hash);
  expect(await isPrecisionOf(onCuda, onCpu.hash)).toBe(true);
  expect(await isPrecisionOf(onCpu, onCuda.hash)).toBe(true);
  expect(await isPrecisionOf(onCuda, 'f'.repeat(64))).toBe(false);
});

test('the models that ship, trained with the int8 file, are served with the half-precision one, which a GPU runs', async () => {
  const options = { encoder: 'onnx/encoder', dtype: 'fp16', device: 'cpu', oneGraph: true } as const;
  const engine = await Engine.start({ ...options, processes: 1, threads: 1 });
  try {
    for (const name of ['demo-shop', 'online-retail'])
      expect(await loadModel(engine, `onnx/${name}`)).toMatchObject({
        name,
        twoRunsReason: expect.stringContaining('looked up between the encoder and the head'),
      });
  } finally {
    await engine.close();
  }
});
