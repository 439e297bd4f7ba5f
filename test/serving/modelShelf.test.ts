import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { embedAndPredictRequest } from '../../src/contract/forecasting';
import { Engine } from '../../src/engine/engine';
import { call, startTinyService, type TinyService } from '../support/serving';
import { writeTinyModel } from '../support/tinyModel';

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
  await writeTinyModel(maker, { directory: tiny.model, bias: 1 });
  await tiny.service.reload('tiny');
  const after = await ask();
  stop = true;
  await Promise.all(clients);
  expect(after).toBeGreaterThan(before);
  expect(new Set(answers).size).toBeLessThanOrEqual(2);
  expect(answers.length).toBeGreaterThan(10);
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
  });
  writeFileSync(manifest, good);
  expect(await tiny.service.reload('tiny')).toMatchObject({ state: 'serving', reason: null });
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
