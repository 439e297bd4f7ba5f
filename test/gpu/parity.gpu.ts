import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureParity, PARITY_TOLERANCES } from '../../scripts/bench/gpu/parity';
import { writeShapeEncoder } from '../../scripts/bench/gpu/shapeEncoder';
import { MINILM_L6 } from '../../scripts/bench/gpu/shapes';
import { distinctTexts, realTexts } from '../../src/cli/bench/texts';
import { Engine } from '../../src/engine/engine';
import { loadModel } from '../../src/engine/loadModel';

const ENCODER = 'onnx/encoder';
const MODEL = 'onnx/demo-shop';
const texts = distinctTexts(realTexts(undefined), 300, 11);

test('vectors and forecasts on CUDA in fp16 are those of the CPU within tolerance', async () => {
  const model = existsSync(MODEL) ? MODEL : null;
  const parity = await measureParity('cuda:0', { encoder: ENCODER, model, precision: 'fp16' }, texts);
  expect(parity.cosine).toBeGreaterThanOrEqual(PARITY_TOLERANCES.fp16.cosine);
  expect(parity.forecast ?? 0).toBeLessThanOrEqual(PARITY_TOLERANCES.fp16.forecast);
  expect(parity.oneGraph ?? (model ? 1 : 0)).toBeLessThanOrEqual(PARITY_TOLERANCES.fp16.forecast);
});

test('vectors on CUDA in fp32 are those of the CPU within tolerance', async () => {
  const encoder = mkdtempSync(join(tmpdir(), 'shelfcast-random-'));
  writeShapeEncoder(encoder, MINILM_L6, 'fp32', ENCODER);
  const parity = await measureParity('cuda:0', { encoder, model: null, precision: 'fp32' }, texts);
  expect(parity.cosine).toBeGreaterThanOrEqual(PARITY_TOLERANCES.fp32.cosine);
});

test('auto takes the GPU, the half-precision file, and the model that was trained with the int8 one', async () => {
  const engine = await Engine.start({ encoder: ENCODER, device: 'auto' });
  try {
    expect(engine.device).toMatchObject({ provider: 'cuda', reason: null });
    expect(engine.encoder.dtype).toBe('fp16');
    if (existsSync(MODEL)) expect(await loadModel(engine, MODEL)).toMatchObject({ twoRunsReason: null });
  } finally {
    await engine.close();
  }
});
