import { execFileSync } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Engine } from '../../src/engine/engine';
import { encodeTexts } from '../../src/engine/encodeTexts';
import { InferenceChild } from '../../src/engine/inferenceChild';
import { packTokens } from '../../src/engine/packTokens';
import { builtModule } from '../support/builtModule';
import { TINY_DIMENSION, writeTinyEncoder } from '../support/tinyEncoder';
import { until } from '../support/until';

const tiny = { device: 'cpu', threads: 1 } as const;

describe('inference processes', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await Engine.start({ ...tiny, encoder: writeTinyEncoder(), processes: 2 });
  });
  afterAll(() => engine.close());

  const encode = (...texts: string[]) =>
    engine.pool.encode(packTokens(texts.map((text) => engine.tokenizer.tokenize(text).ids)));

  test('answer unit vectors that do not depend on the other texts of the batch', async () => {
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

test('a process that is not needed at rest starts once many batches in a row find none free, and ends again', async () => {
  const deaths: string[] = [];
  const engine = await Engine.start({
    ...tiny,
    ...{ encoder: writeTinyEncoder(), processes: 2, atRest: 1, restMs: 200 },
    onDeath: (reason) => deaths.push(reason),
  });
  const encode = (text: string) =>
    engine.pool.encode(packTokens([engine.tokenizer.tokenize(text).ids])).then(({ vectors }) => vectors);
  const alone = await encode('red mug');
  expect(engine.pool.state()).toMatchObject({ running: 1, wanted: 1 });
  for (let round = 0; round < 2; round++) {
    while (engine.pool.state().running < 2)
      await Promise.all(Array.from({ length: 40 }, (_, at) => encode(`mug number ${at}`)));
    expect(await Promise.all([encode('red mug'), encode('red mug')])).toEqual([alone, alone]);
    await until(() => engine.pool.state().running === 1);
  }
  expect(engine.pool.state()).toMatchObject({ wanted: 1, restarts: 0, failure: null });
  expect(deaths).toEqual([]);
  await engine.close();
});

test('a process is in use until it has answered: one that took longer than a rest does not end at once', async () => {
  const child = new InferenceChild();
  const answered = child.request<'unload_encoder'>({ type: 'unload_encoder', encoder: 7 });
  const { usedAt } = child;
  await answered;
  expect(child.usedAt).toBeGreaterThan(usedAt);
  await child.close();
});

test('a process that rests takes over from one that has stopped', async () => {
  const engine = await Engine.start({
    ...tiny,
    ...{ encoder: writeTinyEncoder(), processes: 2, atRest: 1, hangMs: 600_000 },
  });
  const encode = () => engine.pool.encode(packTokens([engine.tokenizer.tokenize('red mug').ids]));
  const [pid] = engine.pool.state().pids;
  process.kill(pid, 'SIGSTOP');
  const first = encode();
  await until(() => engine.pool.state().running === 2);
  const { vectors } = await encode();
  process.kill(pid, 'SIGCONT');
  expect((await first).vectors).toEqual(vectors);
  await engine.close();
});

test('a process that rests takes over from one whose start has stopped', async () => {
  const encoder = writeTinyEncoder();
  const engine = await Engine.start({ ...tiny, encoder, processes: 2, atRest: 1, hangMs: 300 });
  const graph = join(encoder, 'onnx/model.onnx');
  renameSync(graph, `${graph}.away`);
  execFileSync('mkfifo', [graph]);
  for (const pid of engine.pool.state().pids) process.kill(pid, 'SIGKILL');
  // It is opened here once the process that starts waits for what comes out of it.
  const held = await open(graph, 'w');
  renameSync(`${graph}.away`, graph);
  await until(() => engine.pool.state().running === 1);
  await engine.pool.encode(packTokens([engine.tokenizer.tokenize('red mug').ids]));
  await held.close();
  await engine.close();
});

test('a process that rests and does not start is left alone for a while, and told of once', async () => {
  const failing: string[] = [];
  const encoder = writeTinyEncoder();
  const engine = await Engine.start({
    ...tiny,
    ...{ encoder, processes: 2, atRest: 1, restMs: 2000 },
    onFailing: (reason) => failing.push(reason),
  });
  const graph = join(encoder, 'onnx/model.onnx');
  const work = () =>
    Promise.all(
      Array.from({ length: 40 }, () =>
        engine.pool.encode(packTokens([engine.tokenizer.tokenize('red mug').ids])),
      ),
    );
  renameSync(graph, `${graph}.away`);
  while (engine.pool.state().failing === 0) await work();
  const { restarts } = engine.pool.state();
  await work();
  expect(engine.pool.state()).toMatchObject({ running: 1, wanted: 1, failing: 1, restarts });
  renameSync(`${graph}.away`, graph);
  while (engine.pool.state().running < 2) await work();
  expect(engine.pool.state()).toMatchObject({ failing: 0, restarts });
  expect(failing).toEqual([expect.stringContaining('model.onnx')]);
  await engine.close();
});

test('starting is given up with the reason when the encoder does not load', async () => {
  const encoder = writeTinyEncoder();
  writeFileSync(`${encoder}/onnx/model.onnx`, 'no model');
  await expect(Engine.start({ ...tiny, encoder, processes: 2 })).rejects.toMatchObject({
    code: 'not_ready',
    detail: expect.stringContaining('model.onnx'),
  });
});

test('what a process could not load leaves it without complaint', async () => {
  const engine = await Engine.start({ ...tiny, encoder: writeTinyEncoder(), processes: 1 });
  try {
    const further = writeTinyEncoder(undefined, { seed: 7 });
    const other = await engine.beside(further);
    const graph = join(further, 'onnx/model.onnx');
    renameSync(graph, `${graph}.away`);
    for (const pid of engine.pool.state().pids) process.kill(pid, 'SIGKILL');
    await until(() => engine.pool.state().restarts === 1 && engine.pool.state().running === 1);
    await other.pool.unloadHeads('of a model');
    await other.close();
  } finally {
    await engine.close();
  }
});

test('processes that are stopped are found within seconds, and their batches run again elsewhere', async () => {
  const reasons: string[] = [];
  const engine = await Engine.start({
    ...tiny,
    encoder: writeTinyEncoder(),
    processes: 2,
    hangMs: 1000,
    onDeath: (reason) => reasons.push(reason),
  });
  const encode = () => engine.pool.encode(packTokens([engine.tokenizer.tokenize('red mug').ids]));
  await encode();
  for (const pid of engine.pool.state().pids) process.kill(pid, 'SIGSTOP');
  const { vectors } = await encode();
  expect(vectors).toHaveLength(TINY_DIMENSION);
  expect(reasons.filter((reason) => reason.includes('gave no answer')).length).toBeGreaterThan(0);
  await engine.close();
});

test('a process that is stopped while it has nothing to do is found as well', async () => {
  const engine = await Engine.start({ ...tiny, encoder: writeTinyEncoder(), processes: 1, hangMs: 1000 });
  const [pid] = engine.pool.state().pids;
  process.kill(pid, 'SIGSTOP');
  await until(() => engine.pool.state().pids.some((other) => other !== pid));
  await engine.close();
});

test('while no process can be started everything is refused at once, pauses grow to a limit, and all is well again', async () => {
  const failing: string[] = [];
  const encoder = writeTinyEncoder();
  const engine = await Engine.start({
    ...tiny,
    ...{ encoder, processes: 2, restMs: 300 },
    onFailing: (reason) => failing.push(reason),
  });
  const encode = () => engine.pool.encode(packTokens([engine.tokenizer.tokenize('red mug').ids]));
  const timers = jest.spyOn(global, 'setTimeout');
  const pauses = () => timers.mock.calls.map(([, pause]) => pause);
  renameSync(join(encoder, 'onnx/model.onnx'), join(encoder, 'onnx/away.onnx'));
  for (const pid of engine.pool.state().pids) process.kill(pid, 'SIGKILL');
  await until(() => engine.pool.state().running === 0);
  const waiting = encode();
  await expect(waiting).rejects.toMatchObject({
    code: 'not_ready',
    detail: expect.not.stringContaining(encoder),
  });
  await expect(encode()).rejects.toMatchObject({ code: 'not_ready' });
  expect(failing).toHaveLength(2);
  expect(failing[0]).toContain('model.onnx');
  await until(() => pauses().filter((pause) => pause === 300).length >= 3);
  expect(pauses()).toEqual(expect.arrayContaining([50, 100, 200]));
  expect(pauses()).not.toContain(400);
  timers.mockRestore();
  renameSync(join(encoder, 'onnx/away.onnx'), join(encoder, 'onnx/model.onnx'));
  await until(() => engine.pool.lost === null);
  await expect(encode()).resolves.toBeDefined();
  await engine.close();
});

test('without a descriptor left, a process that cannot be started says so and ends nothing', () => {
  const script = `
    const { openSync, closeSync } = require('node:fs');
    const { InferenceChild } = require(${JSON.stringify(builtModule('engine/inferenceChild'))});
    const held = [];
    for (;;) try { held.push(openSync('/dev/null')); } catch { break; }
    const child = new InferenceChild();
    child.ended.then((reason) => { held.forEach(closeSync); console.log(reason); });
  `;
  const shell = `ulimit -n 200 && exec ${process.execPath} -e "$SCRIPT"`;
  const said = execFileSync('sh', ['-c', shell], {
    env: { ...process.env, SCRIPT: script },
    encoding: 'utf8',
  });
  expect(said).toContain('EMFILE');
});
