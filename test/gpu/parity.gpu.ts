import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bertGraph } from '../../scripts/bench/gpu/bertGraph';
import { measureParity, PARITY_TOLERANCES } from '../../scripts/bench/gpu/parity';
import { MINILM_L6 } from '../../scripts/bench/gpu/shapes';
import { distinctTexts, realTexts } from '../../scripts/bench/texts';
import { Engine } from '../../src/engine/engine';
import { loadModel } from '../../src/engine/loadModel';
import { writeTinyEncoder } from '../support/tinyEncoder';

const ENCODER = 'onnx/encoder';
const MODEL = 'onnx/demo-shop';
const texts = distinctTexts(realTexts(undefined), 300, 11);

test('vectors and forecasts on CUDA in fp16 are those of the CPU within tolerance', async () => {
  const model = existsSync(MODEL) ? MODEL : null;
  const parity = await measureParity('cuda:0', { encoder: ENCODER, model, precision: 'fp16' }, texts);
  expect(parity.cosine).toBeGreaterThanOrEqual(PARITY_TOLERANCES.fp16.cosine);
  expect(parity.forecast ?? 0).toBeLessThanOrEqual(PARITY_TOLERANCES.fp16.forecast);
});

test('vectors on CUDA in fp32 are those of the CPU within tolerance', async () => {
  const encoder = writeRandomEncoder();
  const parity = await measureParity('cuda:0', { encoder, model: null, precision: 'fp32' }, texts);
  expect(parity.cosine).toBeGreaterThanOrEqual(PARITY_TOLERANCES.fp32.cosine);
});

test('auto takes the GPU, the half-precision file, and the model that was trained with the int8 one', async () => {
  const engine = await Engine.start({ encoder: ENCODER, device: 'auto' });
  try {
    expect(engine.device).toMatchObject({ provider: 'cuda', reason: null });
    expect(engine.encoder.dtype).toBe('fp16');
    if (existsSync(MODEL)) expect((await loadModel(engine, MODEL)).manifest.golden.length).toBeGreaterThan(0);
  } finally {
    await engine.close();
  }
});

/** MiniLM's shape with the vocabulary and the files of the tiny encoder. */
function writeRandomEncoder(): string {
  const directory = writeTinyEncoder(mkdtempSync(join(tmpdir(), 'shelfcast-random-')));
  const json = (name: string, value: unknown) => writeFileSync(join(directory, name), JSON.stringify(value));
  json('config.json', { model_type: 'bert', hidden_size: MINILM_L6.width, max_position_embeddings: 64 });
  mkdirSync(join(directory, '1_Pooling'), { recursive: true });
  json('1_Pooling/config.json', {
    word_embedding_dimension: MINILM_L6.width,
    pooling_mode_mean_tokens: true,
  });
  writeFileSync(join(directory, 'onnx/model.onnx'), bertGraph(MINILM_L6, 'fp32'));
  return directory;
}
