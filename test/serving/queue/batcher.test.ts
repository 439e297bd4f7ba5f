import { ShelfcastError } from '../../../src/contract/errors';
import { Engine } from '../../../src/engine/engine';
import { Batcher } from '../../../src/serving/queue/batcher';
import { SILENT } from '../../../src/contract/observer';
import { TINY_DIMENSION, writeTinyEncoder } from '../../support/tinyEncoder';

interface Ran {
  texts: number;
  tokens: number;
  padded: number;
}

let engine: Engine;
let batches: Ran[];
let batcher: Batcher;

beforeAll(async () => {
  engine = await Engine.start({ encoder: writeTinyEncoder(), device: 'cpu', processes: 1, threads: 1 });
});
beforeEach(() => {
  batches = [];
  batcher = batcherOver(engine);
});
afterAll(() => engine.close());

/** Its batches are noted. */
function batcherOver({ pool, encoder }: Engine, patience = 0): Batcher {
  return new Batcher(pool, {
    dimension: encoder.dimension,
    batchTokens: 128,
    patience,
    observer: {
      ...SILENT,
      encoded: (_, texts, tokens, padded) => void batches.push({ texts, tokens, padded }),
    },
    onRefused: () => {},
  });
}

function submit(texts: string[], signal = new AbortController().signal) {
  const tokenized = texts.map((text) => ({ text, ids: engine.tokenizer.tokenize(text).ids }));
  return batcher.submit(tokenized, { signal, pathOf: (index) => `texts[${index}]` });
}

const total = () => batches.reduce((sum, { texts }) => sum + texts, 0);

test('gives each text its own vector, in order, however they were batched', async () => {
  const texts = Array.from({ length: 90 }, (_, at) => `mug ${'heart '.repeat(at % 9)}${at}`);
  const { vectors } = await submit(texts);
  expect(batches.every(({ padded }) => padded <= 128)).toBe(true);
  const one = await submit([texts[41]]);
  one.vectors[0].forEach((value, at) => expect(vectors[41][at]).toBeCloseTo(value, 5));
});

test('encodes identical texts once, within a request and between requests', async () => {
  const answers = await Promise.all([
    submit(['red', 'blue', 'red']),
    submit(['blue', 'red']),
    submit(['red']),
  ]);
  expect(total()).toBe(2);
  const red = answers[0].vectors[0];
  for (const vector of [answers[0].vectors[2], answers[1].vectors[1], answers[2].vectors[0]]) {
    expect(vector).toEqual(red);
  }
});

test('batches of mixed lengths carry little padding', async () => {
  await submit(
    Array.from({ length: 128 }, (_, at) => (at % 2 ? `red ${at % 7}` : `${'heart '.repeat(20)}${at % 7}`)),
  );
  const padded = batches.reduce((sum, batch) => sum + batch.padded, 0);
  const tokens = batches.reduce((sum, batch) => sum + batch.tokens, 0);
  expect(padded).toBeLessThan(1.3 * tokens);
});

test('one item does not wait behind a request of many', async () => {
  const many = Array.from({ length: 256 }, (_, at) => `lantern ${at} ${'light '.repeat(at % 5)}`);
  const large = submit(many).then(() => 'large');
  const small = submit(['card']).then(() => 'small');
  expect(await Promise.race([large, small])).toBe('small');
  await large;
});

test('an aborted request leaves the queue, and what others want of it stays', async () => {
  const hangUp = new AbortController();
  const texts = Array.from({ length: 200 }, (_, at) => `holder ${at}`);
  const gone = submit(texts, hangUp.signal);
  const stays = submit(['holder 199']);
  hangUp.abort(new ShelfcastError('deadline', 'too late'));
  await expect(gone).rejects.toMatchObject({ code: 'deadline' });
  expect(batcher.waiting.texts).toBeLessThanOrEqual(1);
  expect((await stays).vectors[0]).toHaveLength(TINY_DIMENSION);
  expect(total()).toBeLessThan(100);
  await expect(submit(['red'], AbortSignal.abort())).rejects.toMatchObject({ code: 'deadline' });
});

test('queue and inference times are those of the request', async () => {
  const { queue, inference } = await submit(['red mug']);
  expect(queue).toBeGreaterThanOrEqual(0);
  expect(inference).toBeGreaterThan(0);
});

test('few texts wait for more no longer than the busy process needs', async () => {
  const pair = await Engine.start({ encoder: writeTinyEncoder(), device: 'cpu', processes: 2, threads: 1 });
  try {
    const patient = batcherOver(pair, 3_600_000);
    const ask = (...texts: string[]) =>
      patient.submit(
        texts.map((text) => ({ text, ids: pair.tokenizer.tokenize(text).ids })),
        { signal: new AbortController().signal, pathOf: String },
      );
    const many = ask(...'abcdefghijkl');
    await new Promise(setImmediate);
    const answers = await Promise.all([many, ask('red'), ask('blue')]);
    expect(answers.map(({ vectors }) => vectors.length)).toEqual([12, 1, 1]);
  } finally {
    await pair.close();
  }
});

test('texts share rows, and of many those of like length', async () => {
  const packed = await Engine.start({ encoder: 'onnx/encoder', device: 'cpu', processes: 1, packed: true });
  try {
    expect(packed.pool.paddingReason).toBeNull();
    const asker = batcherOver(packed);
    const texts = Array.from({ length: 60 }, (_, at) => `${'paper '.repeat(at % 12)}lantern ${at}`);
    const tokenized = texts.map((text) => ({ text, ids: packed.tokenizer.tokenize(text).ids }));
    const options = { signal: new AbortController().signal, pathOf: String };
    const { vectors } = await asker.submit(tokenized, options);
    const [{ vectors: alone }] = [await asker.submit([tokenized[41]], options)];
    const cosine = alone[0].reduce((sum, value, at) => sum + value * vectors[41][at], 0);
    expect(cosine).toBeGreaterThan(0.999);
    const sum = (of: (batch: Ran) => number) => batches.reduce((total, batch) => total + of(batch), 0);
    expect(sum(({ padded }) => padded)).toBeLessThan(1.2 * sum(({ tokens }) => tokens));
    expect(batches.every(({ tokens }) => tokens <= 128)).toBe(true);
  } finally {
    await packed.close();
  }
});
