import { mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { embedAndPredictRequest } from '../../src/contract/forecastRequests';
import { SILENT } from '../../src/contract/observer';
import { Engine } from '../../src/engine/engine';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase, type Database } from '../../src/registry/database/database';
import { trainedModels } from '../../src/registry/jobs/jobFiles';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import type { Service } from '../../src/serving/service';
import { startService } from '../../src/serving/startService';
import { call } from '../support/serving';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { writeTinyModel } from '../support/tinyModel';
import { until } from '../support/until';

const encoder = writeTinyEncoder();
let good: string;
const open: { service: Service; database: Database }[] = [];
beforeAll(async () => {
  const engine = await Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
  good = await writeTinyModel(engine);
  await engine.close();
});
afterEach(async () => {
  for (const { service, database } of open.splice(0)) {
    await service.close();
    database.close();
  }
});

/** A service whose active model has lost its directory, and which has another one. */
async function started(brokenIn: (file: string) => string, standIn?: boolean) {
  const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-stand-in-')), 'shop.db');
  const database = openDatabase(file, REGISTRY);
  const registry = new ModelRegistry(database);
  const broken = brokenIn(file);
  registry.register('broken', broken);
  registry.register('tiny', good);
  const log: { message: string; details: object }[] = [];
  const note = (details: object, message: string) => void log.push({ message, details });
  const service = await startService({
    engine: { encoder, device: 'cpu', processes: 1, threads: 1 },
    catalog: new Catalog(database),
    ...{ registry, standIn, store: null, queueTexts: 100, observer: SILENT },
    log: { info: note, warn: note, error: note },
  });
  open.push({ service, database });
  const ask = () =>
    service.embedAndPredict(embedAndPredictRequest.parse({ items: [{ description: 'red mug' }] }), call());
  return { service, database, registry, log, ask, broken };
}
const byHand = (file: string) => join(dirname(file), 'broken');
const trained = (file: string) => join(trainedModels(file), 'broken');

test('another model answers where the active one is refused, until that one is there again', async () => {
  const { service, log, ask, broken, registry } = await started(byHand);
  expect((await ask()).model).toBe('tiny');
  expect(log).toContainEqual({
    message: 'the active model was refused; another one answers in its place',
    details: { model: 'broken', reason: expect.stringContaining('manifest.json'), instead: 'tiny' },
  });
  expect(registry.active()?.name).toBe('broken');
  mkdirSync(dirname(broken), { recursive: true });
  renameSync(good, broken);
  try {
    await service.reload('broken');
    expect(service.models().find(({ active }) => active)?.name).toBe('broken');
  } finally {
    renameSync(broken, good);
  }
});

test('once another model was made the active one, the one that was refused is one of many', async () => {
  const { service, broken, database } = await started(byHand);
  const others = openDatabase(database.name, REGISTRY);
  const active = () => service.models().find(({ active: is }) => is)?.name;
  await service.activate('tiny');
  mkdirSync(dirname(broken), { recursive: true });
  renameSync(good, broken);
  try {
    await service.reload('broken');
    expect(active()).toBe('tiny');
    new ModelRegistry(others).activate('broken');
    await until(() => active() === 'broken');
  } finally {
    others.close();
    renameSync(broken, good);
  }
});

test('none answers for one that was trained on the catalog, nor for one that was asked for', async () => {
  for (const [where, standIn] of [
    [trained, undefined],
    [byHand, false],
  ] as const) {
    const { ask } = await started(where, standIn);
    await expect(ask()).rejects.toMatchObject({ code: 'not_ready' });
  }
});
