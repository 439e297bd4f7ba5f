import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { weekOf } from '../../../src/common/week';
import { Catalog } from '../../../src/registry/catalog';
import { writeCatalog } from '../../../src/registry/catalogWriter';
import { trainedModels } from '../../../src/registry/jobs/jobFiles';
import { Engine } from '../../../src/engine/engine';
import { startTinyService, type TinyService } from '../../support/serving';
import { writeTinyModel } from '../../support/tinyModel';
import { tinyModels } from '../../support/tinyModels';
import { startApp, stopApps, type RunningApp } from '../support/startApp';

let tiny: TinyService;
let app: RunningApp;
beforeAll(async () => {
  tiny = await startTinyService();
  const { service, registry, database } = tiny;
  const sales = [2, 0, 5].map((units, week) => ({
    week: weekOf('2026-02-16') + week,
    units,
    price: units ? 2.5 : null,
    promoText: null,
    extras: null,
  }));
  writeCatalog(
    database,
    {
      hash: 'a',
      name: 'test',
      synthetic: false,
      firstWeek: weekOf('2026-02-16'),
      lastWeek: weekOf('2026-03-02'),
    },
    [
      { sku: 'M1', description: 'red mug', sales },
      { sku: 'L/2', description: 'blue lantern', sales },
    ],
  );
  app = await startApp({}, { service, registry, catalog: new Catalog(database) });
});
afterAll(async () => {
  await stopApps();
  await tiny.service.close();
});

const get = async (path: string) => {
  const response = await fetch(app.url + path);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const forecast = async () => {
  const response = await app.post('/embed-and-predict', { items: [{ description: 'red mug', price: 2 }] });
  expect(response.status).toBe(200);
  return (await response.json()) as { items: { total: { mean: number } }[] };
};

async function rewriteModel(bias: number): Promise<void> {
  const engine = await Engine.start({ encoder: tiny.encoder, device: 'cpu', processes: 1, threads: 1 });
  await writeTinyModel(engine, { bias, directory: tiny.model });
  await engine.close();
}

describe('models', () => {
  it('are listed with their manifests, without what only the server needs', async () => {
    const { status, body } = await get('/models');
    expect(status).toBe(200);
    expect(body.models).toMatchObject([{ name: 'tiny', active: true, state: 'serving', reason: null }]);
    const one = await get('/models/tiny');
    expect(one.body.manifest).toMatchObject({ title: 'A tiny model for tests', horizon: 2 });
    expect(Object.keys(one.body.manifest as object)).not.toContain('golden');
    expect((await get('/models/none')).body).toMatchObject({ status: 404, code: 'unknown_model' });
  });

  it('are reloaded without a failed request, and a bad one leaves the old one serving', async () => {
    const before = (await forecast()).items[0].total.mean;
    await rewriteModel(2);
    let reloading = true;
    const clients = Array.from({ length: 8 }, async () => {
      while (reloading) await forecast();
    });
    expect((await app.post('/models/tiny/reload', '')).status).toBe(200);
    reloading = false;
    await Promise.all(clients);
    const after = (await forecast()).items[0].total.mean;
    expect(after).toBeGreaterThan(before);

    writeFileSync(join(tiny.model, 'head.onnx'), 'broken');
    const refused = await app.post('/models/tiny/reload', '');
    expect(await refused.json()).toMatchObject({
      status: 409,
      code: 'model_refused',
      reasons: [{ code: 'model_file_changed', values: { file: 'head.onnx' } }],
      detail: expect.stringContaining('head.onnx'),
    });
    expect((await forecast()).items[0].total.mean).toBe(after);
    expect((await get('/models/tiny')).body).toMatchObject({ state: 'serving', reason: expect.any(String) });
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
    await rewriteModel(0);
  });

  it('are activated by name', async () => {
    const response = await app.post('/models/tiny/activate', {});
    expect(await response.json()).toMatchObject({ name: 'tiny', active: true });
  });

  it('show their evaluation where they bring one', async () => {
    expect((await get('/models/tiny/evaluation')).body).toMatchObject({ status: 404, code: 'not_found' });
    writeFileSync(join(tiny.model, 'evaluation.json'), '{"format":1,"mode":"demand"}');
    expect((await get('/models/tiny/evaluation')).body).toEqual({ format: 1, mode: 'demand' });
  });
});

describe('the catalog', () => {
  it('is searched by words and read in pages', async () => {
    expect((await get('/catalog?search=RED')).body).toEqual({
      total: 1,
      synthetic: false,
      items: [{ sku: 'M1', description: 'red mug', price: 2.5, units_last_4_weeks: 7 }],
    });
    expect((await get('/catalog?offset=1&limit=1')).body).toMatchObject({ total: 2, items: [{ sku: 'M1' }] });
  });

  it('shows a product with its weeks', async () => {
    expect((await get(`/catalog/${encodeURIComponent('L/2')}`)).body).toEqual({
      sku: 'L/2',
      description: 'blue lantern',
      price: 2.5,
      history: [
        { week: '2026-02-16', units: 2, price: 2.5, promo_text: null },
        { week: '2026-02-23', units: 0, price: null, promo_text: null },
        { week: '2026-03-02', units: 5, price: 2.5, promo_text: null },
      ],
    });
    expect((await get('/catalog/none')).body).toMatchObject({ status: 404, code: 'not_found' });
  });
});

describe('removing a model', () => {
  const remove = async (name: string) => {
    const response = await fetch(`${app.url}/models/${name}`, { method: 'DELETE' });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('takes one that a training made, and its directory', async () => {
    const directory = join(trainedModels(tiny.database.name), 'spring');
    cpSync(join((await tinyModels('spring')).models, 'spring'), directory, { recursive: true });
    tiny.registry.register('spring', directory);
    await app.post('/models/spring/reload', {});
    expect(await remove('spring')).toEqual({ status: 200, body: { name: 'spring' } });
    expect(existsSync(directory)).toBe(false);
    expect((await get('/models/spring')).status).toBe(404);
    expect(tiny.service.parts.models.productsOf('spring')).toBeNull();
  });

  it('refuses one that was put here by hand, and the active one', async () => {
    const byHand = await remove('tiny');
    expect(byHand).toMatchObject({ status: 409, body: { code: 'model_in_use' } });
    expect(byHand.body.detail).toMatch(
      /No training of this catalog made 'tiny'; `shelfcast models remove tiny`/,
    );
    const directory = join(trainedModels(tiny.database.name), 'active');
    cpSync(tiny.model, directory, { recursive: true });
    tiny.registry.register('active', directory);
    tiny.registry.activate('active');
    expect(await remove('active')).toMatchObject({
      status: 409,
      body: { detail: "'active' is the active model; activate another one first." },
    });
    expect(existsSync(directory)).toBe(true);
    tiny.registry.activate('tiny');
  });

  it('knows no other', async () => {
    expect(await remove('none')).toMatchObject({ status: 404, body: { code: 'unknown_model' } });
  });
});
