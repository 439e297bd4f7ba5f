import { join } from 'node:path';
import { Random } from '../../../src/common/random';
import { readEncoderDirectory } from '../../../src/engine/encoderDirectory';
import { encoderGraph } from '../../../src/engine/encoderGraph';
import { EncoderSession } from '../../../src/engine/encoderSession';
import { packTokens } from '../../../src/engine/packTokens';
import { openOnCpu } from '../../../src/engine/runtime';
import { TextTokenizer } from '../../../src/engine/tokenizer';
import { readModel } from '../../../src/graph/proto';
import {
  fitLinearHead,
  headInputs,
  linearAnswer,
  scaledItems,
} from '../../../src/training/encoder/linearHead';
import { tuneEncoder } from '../../../src/training/encoder/tuneEncoder';
import { TUNING_DEFAULTS } from '../../../src/training/encoder/tuningOptions';

const TINY = join(__dirname, '../../fixtures/encoders/tiny-bert');
const ITEMS = 160;
const CPU = { provider: 'cpu', deviceId: 0, threads: 1 } as const;
const WORDS = 'red blue glass mug heart lamp set bag tea card large small'.split(' ');
const random = new Random(3);
const pairs = Array.from({ length: ITEMS }, () => [random.pick(WORDS), random.pick(WORDS)]);
/** Of two words what one alone does not tell. */
const items = {
  texts: pairs.map((words) => words.join(' ')),
  targets: Float32Array.from(pairs, ([a, b]) => (a < b ? 1 : -1) + 0.1 * random.uniform()),
  columns: Float32Array.from(pairs, () => random.uniform()),
};
const seen = [...Array(ITEMS).keys()].filter((row) => row % 4 > 0);
const scaled = scaledItems(items, seen);

async function prepared() {
  const encoder = await readEncoderDirectory(TINY, { pooling: 'mean' });
  const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
  const ids = items.texts.map((text) => tokenizer.tokenize(text).ids);
  const graph = await encoderGraph(encoder);
  const { dimension } = encoder;
  const errorOf = async (bytes: Uint8Array) => {
    const session = await openOnCpu(bytes);
    const { vectors } = await new EncoderSession(session, encoder).encode(packTokens(ids));
    await session.release();
    const inputs = headInputs(vectors, dimension, scaled);
    const head = fitLinearHead(inputs, scaled.targets, seen);
    const errors = seen.map((row) => (linearAnswer(head, inputs, row) - scaled.targets[row]) ** 2);
    return { head, error: errors.reduce((sum, error) => sum + error, 0) / errors.length };
  };
  const { head, error } = await errorOf(graph);
  const tune = (seed: number, rows = seen, layers: number | null = null) =>
    tuneEncoder(
      graph,
      { ...scaled, ids, seen: rows, dimension, head },
      { ...TUNING_DEFAULTS, rate: 5e-3, epochs: 6, seed, layers },
      CPU,
    );
  return { graph, error, errorOf, tune };
}

test('tuned words tell more of the target, and the same seed gives the same encoder', async () => {
  const { error, errorOf, tune } = await prepared();
  const tuned = await tune(1);
  expect((await errorOf(tuned)).error).toBeLessThan(0.8 * error);
  expect(Buffer.from(await tune(1)).equals(tuned)).toBe(true);
  expect(Buffer.from(await tune(2)).equals(tuned)).toBe(false);
});

test('adapters change the products of attention and feed-forward, of the last layers alone where that is said', async () => {
  const { graph, tune } = await prepared();
  const before = new Map(readModel(graph).graph.initializer.map(({ name, raw_data }) => [name, raw_data]));
  const changed = (bytes: Uint8Array) =>
    readModel(bytes)
      .graph.initializer.filter(({ name, raw_data }) => !Buffer.from(before.get(name)!).equals(raw_data))
      .map(({ dims }) => dims.length);
  expect(changed(await tune(1))).toEqual(Array(12).fill(2));
  expect(changed(await tune(1, seen, 1))).toEqual(Array(6).fill(2));
});

test('items that may not be seen change nothing', async () => {
  const { tune } = await prepared();
  const tuned = await tune(1);
  const hidden = scaled.targets.slice();
  try {
    [...Array(ITEMS).keys()].filter((row) => row % 4 === 0).forEach((row) => (scaled.targets[row] = 100));
    expect(Buffer.from(await tune(1)).equals(tuned)).toBe(true);
  } finally {
    scaled.targets.set(hidden);
  }
});

test('a rate that is far too large is an error that says so', async () => {
  const encoder = await readEncoderDirectory(TINY, { pooling: 'mean' });
  const ids = items.texts.map(() => Int32Array.of(2, 5, 3));
  const head = new Float64Array(encoder.dimension + 2).fill(Number.MAX_VALUE);
  const task = { ...scaled, ids, seen, dimension: encoder.dimension, head };
  const tuned = tuneEncoder(await encoderGraph(encoder), task, TUNING_DEFAULTS, CPU);
  await expect(tuned).rejects.toThrow(/diverged by step 1; take a smaller rate/);
});
