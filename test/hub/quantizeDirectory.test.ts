import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from '../../src/common/hashFiles';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { quantizedFile } from '../../src/hub/quantizeDirectory';
import { verifyEncoder } from '../../src/hub/verifyDirectory';
import { runCli } from '../support/runCli';

const BERT = join(__dirname, '../fixtures/encoders/tiny-bert');
const directory = mkdtempSync(join(tmpdir(), 'shelfcast-quantize-'));
const encoder = join(directory, 'tiny-bert');
afterAll(() => rmSync(directory, { recursive: true }));

test('an encoder is quantized beside its own file, noted in its record, and taken from then on', async () => {
  cpSync(BERT, encoder, { recursive: true });
  const files = { 'onnx/model.onnx': await hashFiles([join(encoder, 'onnx/model.onnx')]) };
  const record = { name: 'makers/tiny-bert', revision: null, files, settings: { pooling: 'mean' } };
  writeFileSync(join(encoder, 'shelfcast-encoder.json'), JSON.stringify(record));
  expect((await readEncoderDirectory(encoder)).dtype).toBe('fp32');

  const texts = Array.from({ length: 600 }, (_, at) => `red mug number ${at}`).join('\n');
  writeFileSync(join(directory, 'texts.csv'), `title\n${texts}\n`);
  const run = await runCli(
    ...['models', 'quantize', encoder, '--data', join(directory, 'texts.csv'), '--text', 'title', '--json'],
  );
  expect(run).toMatchObject({ status: 0, err: '' });
  const told = JSON.parse(run.out) as { cosine: { mean: number }; bytes: number; bytes_before: number };
  expect(told.cosine.mean).toBeGreaterThanOrEqual(0.99);
  expect(told.bytes).toBe(readFileSync(quantizedFile(encoder)).length);

  const verified = await verifyEncoder(encoder);
  expect([verified.encoder.dtype, verified.filesChecked]).toEqual(['int8', 2]);
});

test('one that is there is left as it is', async () => {
  const before = readFileSync(quantizedFile(encoder));
  const run = await runCli('models', 'quantize', encoder);
  expect(run).toMatchObject({ status: 1, out: '' });
  expect(run.err).toContain('model_quantized.onnx is there already; remove it and try again');
  expect(readFileSync(quantizedFile(encoder)).equals(before)).toBe(true);
});

test('a directory without a file to make it from is refused by what it lacks', async () => {
  const bare = join(directory, 'bare');
  cpSync(BERT, bare, { recursive: true });
  rmSync(join(bare, 'onnx'), { recursive: true });
  const run = await runCli('models', 'quantize', bare);
  expect(run.status).toBe(1);
  expect(run.err).toContain('has no fp32 file (onnx/model.onnx)');
});
