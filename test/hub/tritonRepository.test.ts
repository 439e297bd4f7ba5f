import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shipped } from '../../src/common/shipped';
import { encodeTexts } from '../../src/engine/encodeTexts';
import { Engine } from '../../src/engine/engine';
import { openOnCpu, Tensor } from '../../src/engine/runtime';
import { listDirectories } from '../../src/hub/listDirectories';
import { writeTritonRepository } from '../../src/hub/tritonRepository';
import { verifyModel } from '../../src/hub/verifyDirectory';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { writeTinyModel } from '../support/tinyModel';

let root: string;
let encoder: string;
let model: string;
let engine: Engine;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'shelfcast-hub-'));
  encoder = writeTinyEncoder(join(root, 'encoder'));
  engine = await Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
  model = await writeTinyModel(engine, { directory: join(root, 'tiny') });
});
afterAll(async () => {
  await engine.close();
  rmSync(root, { recursive: true });
});

const session = async (directory: string) => {
  const bytes = readFileSync(join(directory, '1/model.onnx'));
  return openOnCpu(bytes);
};
const names = (config: string, kind: string) =>
  [...config.matchAll(new RegExp(`^${kind} \\{ name: "(\\w+)"`, 'gm'))].map(([, name]) => name);

test('writes the encoder and the heads, each with a configuration that fits its graph', async () => {
  const target = join(root, 'triton');
  const written = await writeTritonRepository(target, { encoder, model });
  expect(written).toEqual(['tiny-encoder', 'tiny', 'tiny-numeric-only', 'tiny-text-only']);
  expect(readdirSync(root)).not.toContain('triton.part');
  for (const name of written) {
    const config = readFileSync(join(target, name, 'config.pbtxt'), 'utf8');
    const { inputNames, outputNames } = await session(join(target, name));
    expect(config).toContain(`name: "${name}"\nplatform: "onnxruntime_onnx"\nmax_batch_size: 256\n`);
    expect(names(config, 'input')).toEqual(inputNames);
    expect(names(config, 'output')).toEqual(outputNames);
  }
  const config = (name: string) => readFileSync(join(target, name, 'config.pbtxt'), 'utf8');
  expect(config('tiny-encoder')).toContain('input { name: "input_ids" data_type: TYPE_INT64 dims: [ -1 ] }');
  expect(config('tiny-encoder')).toContain(
    'output { name: "sentence_embedding" data_type: TYPE_FP32 dims: [ 8 ] }',
  );
  expect(config('tiny')).toContain(
    'input { name: "bank_index" data_type: TYPE_INT64 dims: [ 1 ] reshape: { shape: [ ] } }',
  );

  const ids = [...engine.tokenizer.tokenize('red mug').ids];
  const int64 = (values: number[]) =>
    new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  const run = await session(join(target, 'tiny-encoder'));
  const answer = await run.run({ input_ids: int64(ids), attention_mask: int64(ids.map(() => 1)) });
  const [vector] = [await encodeTexts(engine, ['red mug'])];
  [...(answer.sentence_embedding.data as Float32Array)].forEach((value, at) =>
    expect(value).toBeCloseTo(vector[at], 6),
  );
});

test('a model with an encoder of its own is written with that one', async () => {
  const tuned = join(root, 'tuned');
  cpSync(model, tuned, { recursive: true });
  cpSync(encoder, join(tuned, 'encoder'), { recursive: true });
  const file = join(tuned, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { encoder: object };
  writeFileSync(
    file,
    JSON.stringify({ ...manifest, encoder: { ...manifest.encoder, directory: 'encoder' } }),
  );
  const target = join(root, 'triton-tuned');
  const written = await writeTritonRepository(target, { encoder: shipped('onnx/encoder'), model: tuned });
  expect(written[0]).toBe('tiny-encoder');
  const bytes = (directory: string) => readFileSync(join(directory, 'tiny-encoder/1/model.onnx'));
  expect(bytes(target).equals(bytes(join(root, 'triton')))).toBe(true);
});

test('refuses another encoder, a changed head, and a directory that is not empty', async () => {
  const other = writeTinyEncoder(join(root, 'other'));
  writeFileSync(join(other, 'onnx/model.onnx_data'), 'x');
  const target = join(root, 'refused');
  await expect(writeTritonRepository(target, { encoder: other, model })).rejects.toThrow(
    /trained with another encoder/,
  );
  const changed = await writeTinyModel(engine, { directory: join(root, 'changed') });
  writeFileSync(join(changed, 'head.onnx'), 'x');
  await expect(writeTritonRepository(target, { encoder, model: changed })).rejects.toThrow(
    /head\.onnx is not the file/,
  );
  await expect(writeTritonRepository(target, { encoder, model: root })).rejects.toThrow(
    /manifest\.json is missing/,
  );
  expect(readdirSync(root)).not.toContain('refused');
  mkdirSync(target);
  writeFileSync(join(target, 'mine'), '');
  await expect(writeTritonRepository(target, { encoder, model })).rejects.toThrow(/is not empty/);
});

test('a model is verified by its hashes and golden records', async () => {
  const { manifest } = await verifyModel(model, { encoder });
  expect(manifest.name).toBe('tiny');
  const broken = await writeTinyModel(engine, { directory: join(root, 'broken') });
  writeFileSync(join(broken, 'analogs.json'), '[]');
  await expect(verifyModel(broken, { encoder })).rejects.toThrow(
    /analogs\.json is not the file that its manifest describes/,
  );
});

test('models and encoders are listed, with what is wrong with them', async () => {
  const bad = join(root, 'list/bad');
  mkdirSync(bad, { recursive: true });
  writeFileSync(join(bad, 'manifest.json'), '{"format": 2}');
  await writeTinyModel(engine, { directory: join(root, 'list/good') });
  // One that was tuned for a model lies in its directory, and is none that others take.
  writeTinyEncoder(join(root, 'list/good/encoder'));
  writeTinyEncoder(join(root, 'list/makers/encoder'));
  writeTinyEncoder(join(root, 'list/makers/half.part'));
  expect(await listDirectories(join(root, 'list'))).toEqual([
    { kind: 'model', name: 'bad', about: '', problem: expect.stringMatching(/manifest\.json: format: /) },
    { kind: 'model', name: 'good', about: expect.stringMatching(/2 weeks ahead/), problem: null },
    {
      kind: 'encoder',
      name: 'makers/encoder',
      about: expect.stringMatching(/^fp32, 8 dimensions/),
      problem: null,
    },
  ]);
  expect(await listDirectories(join(root, 'nowhere'))).toEqual([]);
});
