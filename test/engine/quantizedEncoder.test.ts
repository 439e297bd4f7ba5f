import { mkdtempSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from '../../src/common/hashFiles';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { encoderGraph } from '../../src/engine/encoderGraph';
import { openEncoder } from '../../src/engine/openEncoder';
import { packTokens } from '../../src/engine/packTokens';
import { quantizedEncoder } from '../../src/engine/quantizedEncoder';
import { TextTokenizer } from '../../src/engine/tokenizer';
import { readModel } from '../../src/graph/proto';

const ROOT = join(__dirname, '../..');
const SHIPPED = join(ROOT, 'onnx/encoder');
const WORDS = 'red blue glass wooden heart lamp mug set of 12 vintage tea light holder bag retro large'.split(
  ' ',
);
const TEXTS = Array.from({ length: 300 }, (_, text) =>
  Array.from({ length: 1 + (text % 7) }, (_word, at) => WORDS[(text * 7 + at * at * 5) % WORDS.length]).join(
    ' ',
  ),
);

async function tokens(directory: string, dtype: 'fp16' | 'fp32') {
  const encoder = await readEncoderDirectory(directory, { dtype, pooling: 'mean' });
  const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
  return { encoder, ids: TEXTS.map((text) => tokenizer.tokenize(text).ids) };
}

const operatorsOf = (bytes: Uint8Array) =>
  readModel(bytes)
    .graph.node.map(({ op_type }) => op_type)
    .filter((op) => op !== 'Cast')
    .sort();

test('the shipped encoder quantized is the graph that ships, near to fp32, and lets texts share rows', async () => {
  const { encoder, ids } = await tokens(SHIPPED, 'fp16');
  const { bytes, cosine } = await quantizedEncoder(await encoderGraph(encoder), ids, encoder);
  expect(cosine.mean).toBeGreaterThan(0.995);
  expect(operatorsOf(bytes)).toEqual(operatorsOf(readFileSync(join(SHIPPED, 'onnx/model_quantized.onnx'))));
  expect(bytes.length).toBeLessThan(13.2e6);

  const modelFile = join(mkdtempSync(join(tmpdir(), 'shelfcast-tests-')), 'model_quantized.onnx');
  await writeFile(modelFile, bytes);
  const files = { ...encoder, modelFile, hash: await hashFiles([modelFile]) };
  const settings = { threads: 1, provider: 'cpu', deviceId: 0, packed: true } as Parameters<
    typeof openEncoder
  >[1];
  const opened = await openEncoder(files, settings);
  expect(opened.paddingReason).toBeNull();
  const alone = await opened.encoder.encode(packTokens([ids[3]]));
  const together = await opened.encoder.encode(packTokens(ids.slice(0, 9)));
  const own = together.vectors.subarray(3 * encoder.dimension, 4 * encoder.dimension);
  expect(own.reduce((dot, value, at) => dot + value * alone.vectors[at], 0)).toBeGreaterThan(0.9999);
});

test.each(['tiny-bert', 'tiny-xlm-roberta'])('%s, as it was exported, is quantized', async (name) => {
  const { encoder, ids } = await tokens(join(ROOT, 'test/fixtures/encoders', name), 'fp32');
  const { bytes, cosine } = await quantizedEncoder(await encoderGraph(encoder), ids, encoder);
  expect(operatorsOf(bytes).filter((op) => op === 'MatMulIntegerToFloat')).toHaveLength(12);
  expect(cosine.mean).toBeGreaterThan(0.99);
});
