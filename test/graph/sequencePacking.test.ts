import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { encoderGraph } from '../../src/engine/encoderGraph';
import { EncoderSession } from '../../src/engine/encoderSession';
import { PackedSession } from '../../src/engine/packedSession';
import { packTokens } from '../../src/engine/packTokens';
import { openOnCpu } from '../../src/engine/runtime';
import { poolSentences, type SentencePooling } from '../../src/graph/pooling';
import { packSequences } from '../../src/graph/sequencePacking';
import { bertGraph } from '../../scripts/bench/gpu/bertGraph';
import { ATTENTION_WIDTH, attentionEncoder, type AttentionEncoderOptions } from '../support/attentionEncoder';
import { writeTinyEncoder } from '../support/tinyEncoder';

/** Written by scripts/encoder/exports.py. */
const exported = (family: string) => readFileSync(join(__dirname, 'exports', `${family}.onnx`));
const EXPORTED_WIDTH = 8;
const SHAPE = { name: 'small', layers: 2, width: 32, heads: 4, inner: 64, vocabulary: 50, positions: 24 };
const MEAN: SentencePooling = { dimension: ATTENTION_WIDTH, pooling: 'mean', normalize: true };
const TEXTS = packTokens(
  [3, 7, 2, 5, 4].map((length, text) => Int32Array.from({ length }, (_, at) => (text * 11 + at * 3) % 40)),
);
/** Sums in another order may change so much of a unit vector's elements. */
const MOST = 1e-5;

async function worstDifference(graph: Uint8Array, dimension: number): Promise<number> {
  const padded = new EncoderSession(await openOnCpu(graph), { dimension, maxTokens: 24 });
  const packed = new PackedSession(await openOnCpu(packSequences(graph)), { dimension, maxTokens: 24 });
  const [{ vectors: expected }, { vectors, cells }] = [
    await padded.encode(TEXTS),
    await packed.encode(TEXTS),
  ];
  expect(cells).toBeLessThan(TEXTS.lengths.length * 7);
  return Math.max(...expected.map((value, at) => Math.abs(value - vectors[at])));
}

describe('texts that share rows have the vectors that the encoder gives padded', () => {
  test.each<[AttentionEncoderOptions, SentencePooling['pooling']]>([
    [{ positions: 'looked up', mask: 'added' }, 'mean'],
    [{ positions: 'cut', mask: 'added' }, 'cls'],
    [{ positions: 'looked up', mask: 'kept' }, 'mean'],
    [{ positions: 'cut', mask: 'replaced' }, 'cls'],
  ])('%j, pooled by %s', async (options, pooling) => {
    const graph = poolSentences(attentionEncoder(options), { ...MEAN, pooling });
    expect(await worstDifference(graph, ATTENTION_WIDTH)).toBeLessThan(MOST);
  });

  test.each([
    ['bert', 'mean'],
    ['bert', 'cls'],
    ['distilbert', 'mean'],
  ] as const)('%s as torch exports it, pooled by %s', async (family, pooling) => {
    const graph = poolSentences(exported(family), { ...MEAN, dimension: EXPORTED_WIDTH, pooling });
    expect(await worstDifference(graph, EXPORTED_WIDTH)).toBeLessThan(MOST);
  });

  test.each(['raw', 'lengths'] as const)(
    'an encoder of fused operators with the mask as %s',
    async (mask) => {
      expect(await worstDifference(bertGraph(SHAPE, 'fp32', mask), SHAPE.width)).toBeLessThan(MOST);
    },
  );

  test('the shipped encoder', async () => {
    const encoder = await readEncoderDirectory('onnx/encoder');
    expect(encoder.dtype).toBe('int8');
    expect(await worstDifference(await encoderGraph(encoder), encoder.dimension)).toBeLessThan(MOST);
  });
});

describe('a graph that cannot be packed is refused by its reason', () => {
  test('without positions', () => {
    const graph = poolSentences(attentionEncoder({ positions: 'none' }), MEAN);
    expect(() => packSequences(graph)).toThrow('no table of positions');
  });

  test('with positions that are counted on from text to text', () => {
    const graph = poolSentences(exported('roberta'), { ...MEAN, dimension: EXPORTED_WIDTH });
    expect(() => packSequences(graph)).toThrow('no table of positions');
  });

  test('without attention', async () => {
    const encoder = await readEncoderDirectory(writeTinyEncoder());
    expect(() => packSequences(new Uint8Array())).toThrow('not an ONNX model');
    await expect(encoderGraph(encoder).then(packSequences)).rejects.toThrow(
      /no table of positions|takes tokens/,
    );
  });
});
