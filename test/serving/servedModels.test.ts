import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { embedAndPredictRequest } from '../../src/contract/forecastRequests';
import { Engine } from '../../src/engine/engine';
import { call, startTinyService, type TinyService } from '../support/serving';
import { writeTinyModel } from '../support/tinyModel';
import { until } from '../support/until';
import { openDatabase, waitForNobody } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';

let tiny: TinyService;
let maker: Engine;
beforeAll(async () => {
  tiny = await startTinyService({ processes: 2 });
  maker = await Engine.start({ encoder: tiny.encoder, device: 'cpu', processes: 1, threads: 1 });
});
afterAll(async () => {
  await maker.close();
  await tiny.service.close();
  tiny.database.close();
});

const ask = async (model?: string) => {
  const request = embedAndPredictRequest.parse({ items: [{ description: 'red mug' }], model });
  return (await tiny.service.embedAndPredict(request, call())).items[0].total.mean;
};

test('a model is exchanged under load without a failed request', async () => {
  const before = await ask();
  let stop = false;
  const answers: number[] = [];
  const clients = Array.from({ length: 4 }, async () => {
    while (!stop) answers.push(await ask());
  });
  await until(() => answers.length > 4);
  await writeTinyModel(maker, { directory: tiny.model, bias: 1 });
  await tiny.service.reload('tiny');
  const after = await ask();
  await until(() => answers.at(-1) === after);
  stop = true;
  await Promise.all(clients);
  expect(after).toBeGreaterThan(before);
  expect(new Set(answers)).toEqual(new Set([before, after]));
});

test('a bad model is refused by reload and the old one goes on serving', async () => {
  const before = await ask();
  const manifest = join(tiny.model, 'manifest.json');
  const good = readFileSync(manifest);
  writeFileSync(manifest, good.subarray(0, 300));
  await expect(tiny.service.reload('tiny')).rejects.toMatchObject({ code: 'model_refused' });
  expect(await ask()).toBe(before);
  expect(tiny.service.models()[0]).toMatchObject({
    state: 'serving',
    reason: expect.stringContaining('manifest.json'),
    reasons: [{ code: 'model_file_unusable', values: { file: 'manifest.json' } }],
  });
  writeFileSync(manifest, good);
  expect(await tiny.service.reload('tiny')).toMatchObject({ state: 'serving', reason: null, reasons: [] });
});

test('another model is activated, and both answer by name', async () => {
  const other = await writeTinyModel(maker, { name: 'other', bias: 3 });
  tiny.registry.register('other', other);
  await expect(ask('other')).rejects.toMatchObject({ code: 'not_ready' });
  const old = await ask();
  expect(await tiny.service.activate('other')).toMatchObject({
    name: 'other',
    active: true,
    state: 'serving',
  });
  expect(await ask()).toBeGreaterThan(old);
  expect(await ask('tiny')).toBe(old);
});

describe('another server on the same database', () => {
  const elsewhere = () => {
    const database = openDatabase(tiny.database.name, REGISTRY);
    return { database, registry: new ModelRegistry(database) };
  };
  const followed = async (name: string) => {
    await until(() => tiny.service.models().find((model) => model.name === name)?.active === true);
  };

  test('is followed when it activates a model, which is loaded where it is not', async () => {
    const { database, registry } = elsewhere();
    registry.register('third', await writeTinyModel(maker, { name: 'third', bias: 5 }));
    registry.activate('third');
    await followed('third');
    expect(await ask()).toBe(await ask('third'));
    expect(tiny.service.models().filter(({ active }) => active)).toHaveLength(1);
    database.close();
  });

  test('is not followed to a model that cannot be loaded, and nothing claims it', async () => {
    const { database, registry } = elsewhere();
    registry.register('broken', join(tiny.model, 'nowhere'));
    registry.activate('broken');
    await until(() => tiny.log.some(({ message }) => message.includes('not served')));
    expect(tiny.service.models().find(({ active }) => active)?.name).toBe('third');
    registry.activate('tiny');
    await followed('tiny');
    database.close();
  });

  test('has a model that it removed leave the memory of this one', async () => {
    const { database, registry } = elsewhere();
    const { parts } = tiny.service;
    const { model, engine } = parts.models.servingModel('third')!;
    const unloaded = jest.spyOn(engine.pool, 'unloadHeads');
    registry.remove('third');
    await until(() => parts.models.servingModel('third') === null);
    expect(unloaded).toHaveBeenCalledWith(model.heads.key);
    await expect(ask('third')).rejects.toMatchObject({ code: 'unknown_model' });
    database.close();
  });
});

test('a lock of another program on the database neither stops the models nor is waited for in the way of others', async () => {
  const other = new BetterSqlite3(tiny.database.name);
  waitForNobody(tiny.database);
  other.exec('BEGIN IMMEDIATE');
  const activating = tiny.service.activate('other');
  expect(await ask('tiny')).toBeGreaterThan(0);
  other.exec('COMMIT');
  other.close();
  expect(await activating).toMatchObject({ name: 'other', active: true });
});
