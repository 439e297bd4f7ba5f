import { writeFileSync } from 'node:fs';
import { Engine } from '../../src/engine/engine';
import { encodeTexts } from '../../src/engine/encodeTexts';
import { packTokens } from '../../src/engine/packTokens';
import { TINY_DIMENSION, writeTinyEncoder } from '../support/tinyEncoder';

const tiny = { device: 'cpu', threads: 1 } as const;

describe('inference processes', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start({ ...tiny, encoder: writeTinyEncoder(), processes: 2 });
  });
  afterAll(() => engine.close());

  const encode = (...texts: string[]) =>
    engine.pool.encode(packTokens(texts.map((text) => engine.tokenizer.tokenize(text).ids)));

  test('answer unit vectors that do not depend on the company in the batch', async () => {
    const { vectors } = await encode('red mug', 'a very long text beside it with many words');
    const alone = await encode('red mug');
    expect(Math.hypot(...vectors.subarray(0, TINY_DIMENSION))).toBeCloseTo(1, 5);
    alone.vectors.forEach((value, at) => expect(vectors[at]).toBeCloseTo(value, 5));
  });

  test('give many texts in their order, equal ones equal vectors', async () => {
    const texts = Array.from({ length: 600 }, (_, at) => `mug ${'x'.repeat(at % 20)}`);
    let told = 0;
    const vectors = await encodeTexts(engine, texts, (done) => (told = done));
    const { vectors: one } = await encode(texts[577]);
    one.forEach((value, at) => expect(vectors[577 * TINY_DIMENSION + at]).toBeCloseTo(value, 5));
    expect(vectors.slice(0, TINY_DIMENSION)).toEqual(vectors.slice(20 * TINY_DIMENSION, 21 * TINY_DIMENSION));
    expect(told).toBe(600);
  });

  test('have two batches in hand each, and no more: one runs, the next one is there', async () => {
    const { pool } = engine;
    expect([pool.freeSlots, pool.idle]).toEqual([4, 2]);
    const work = [encode('red mug'), encode('blue mug')];
    expect([pool.freeSlots, pool.idle]).toEqual([2, 0]);
    work.push(encode('card'), encode('holder'));
    expect(pool.freeSlots).toBe(0);
    await Promise.all(work);
    expect([pool.freeSlots, pool.idle]).toEqual([4, 2]);
  });

  test('lose nothing when one is killed with work in hand', async () => {
    const before = engine.pool.state().restarts;
    const work = Array.from({ length: 200 }, (_, at) => encode(`mug number ${at}`));
    for (const pid of engine.pool.state().pids) process.kill(pid, 'SIGKILL');
    const answers = await Promise.all(work);
    expect(answers.every(({ vectors }) => vectors.length === TINY_DIMENSION)).toBe(true);
    expect(engine.pool.state().restarts).toBe(before + 2);
  });

  test('refuse ids that the encoder does not know, and go on', async () => {
    await expect(engine.pool.encode(packTokens([Int32Array.of(1_000_000)]))).rejects.toThrow(
      /indices|bounds/i,
    );
    await expect(encode('red mug')).resolves.toBeDefined();
  });
});

test('starting is given up with the reason when the encoder does not load', async () => {
  const encoder = writeTinyEncoder();
  writeFileSync(`${encoder}/onnx/model.onnx`, 'no model');
  await expect(Engine.start({ ...tiny, encoder, processes: 2 })).rejects.toMatchObject({
    code: 'not_ready',
    detail: expect.stringContaining('model.onnx'),
  });
});
