import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JobResult } from '../../src/contract/jobs';
import { ENCODER_FOLDER, type Manifest, MODEL_FILES } from '../../src/contract/manifest';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { readManifest } from '../../src/engine/modelDirectory';
import { ModelRegistry } from '../../src/registry/models/models';
import { backtestBoth } from '../../src/retraining/backtestBoth';
import { readChampion } from '../../src/retraining/champion';
import { compareBoth } from '../../src/retraining/compareBoth';
import { doJobs } from '../../src/retraining/doJobs';
import { readCatalog } from '../../src/retraining/readCatalog';
import { type ReadResult, TrainingSession } from '../../src/retraining/session';
import { Shop } from '../../src/shop/shop';
import { VectorIndex } from '../../src/shop/vectors/vectorIndex';
import { WeeklySales } from '../../src/shop/sales/weeklySales';
import { trainedWith } from '../../src/training/export/exportModel';
import type * as Brief from '../support/briefTraining';
import { runCli } from '../support/runCli';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { openSmallShop, type SmallShop } from './support/smallShop';

jest.mock('../../src/training/demand/demandOptions', () =>
  jest.requireActual<typeof Brief>('../support/briefTraining').briefDemand(),
);

let shop: SmallShop;
beforeAll(async () => (shop = await openSmallShop()));
afterAll(() => shop.remove());

const unwanted = (): never => {
  throw new Error('the job was left');
};

async function done(until: string | null, model: string | null = null, horizon: number | null = null) {
  const id = shop.store.add({ model, until, promote: 'ask', horizon });
  expect(await doJobs({ database: shop.file, encoder: shop.encoder }, unwanted)).toBe(true);
  return shop.store.get(id);
}

test('a job trains the model that train makes of the file, and sets it beside the active one', async () => {
  const first = await done('2024-05-06', 'champion');
  expect([first.error, first.state, first.steps.map(({ step }) => step)]).toEqual([
    null,
    'done',
    ['read', 'backtest', 'compare', 'train', 'register'],
  ]);
  expect(first.result).toMatchObject({
    model: 'champion',
    trained_until: '2024-04-29',
    activated: true,
    next: null,
    comparison: { champion: null, reason: 'no model was active', surely_not_worse: false },
  });

  const second = await done(null);
  const registry = new ModelRegistry(shop.catalog);
  expect([registry.active()!.name, second.model]).toEqual(['champion', 'shop-2024-05-27']);
  const { comparison, next } = second.result!;
  expect(next).toBe('POST /models/shop-2024-05-27/activate');
  expect(comparison).toMatchObject({ champion: 'champion', reason: null, origins: ['2024-05-06'] });
  const known = comparison.tasks.find(({ task }) => task === 'KNOWN')!;
  expect(known.difference!.difference).toBeCloseTo(known.challenger.wape! - known.champion!.wape!, 6);
  expect(comparison.sentence).toContain(
    `on ${comparison.pooled!.skus} products and ${comparison.weeks} weeks that neither was trained on`,
  );
  expect(comparison.sentence).not.toContain('has not seen');

  const out = join(shop.directory, 'of-file');
  const trained = await runCli('train', '--data', shop.sales, '--out', out, '--encoder', shop.encoder);
  expect(trained.status).toBe(0);
  const { directory } = registry.get('shop-2024-05-27')!;
  const [ofJob, ofFile] = [await readManifest(directory), await readManifest(out)];
  expect(ofJob.files).toEqual(ofFile.files);
  expect(ofJob.golden).toEqual(ofFile.golden);
  expect(ofJob.metrics.KNOWN['text-aware']).toHaveProperty('WAPE of p50, weekly', known.challenger.wape);
  expect(existsSync(join(shop.directory, 'shop-jobs', String(second.id)))).toBe(false);
});

/** A job as it is before its model is trained. */
async function begun<T>(
  { until = null, horizon = null }: { until?: string | null; horizon?: number | null },
  look: (session: TrainingSession) => Promise<T>,
): Promise<T> {
  const id = shop.store.add({ model: null, until, promote: 'ask', horizon });
  const settings = { database: shop.file, encoder: shop.encoder };
  const session = new TrainingSession(settings, shop.catalog, shop.store, shop.store.claim()!, () => {});
  try {
    shop.store.finishStep(id, 'read', 0, await readCatalog(session));
    return await look(session);
  } finally {
    await session.close();
    shop.store.cancel(id);
  }
}

const compared = async (session: TrainingSession) =>
  compareBoth(await backtestBoth(session), session.resultOf<ReadResult>('read').champion).comparison;

test('a model of fewer weeks is compared with one of four on the weeks of both', async () => {
  const { result, error, log } = await done(null, 'of-2', 2);
  expect(error).toBeNull();
  expectComparedOn(2, result!.comparison);
  expect(log.map(({ line }) => line)).toContain(
    'the active model forecasts 4 weeks and the new one 2: they are compared on the first 2',
  );
  const { directory } = new ModelRegistry(shop.catalog).get('of-2')!;
  expect((await readManifest(directory)).horizon).toBe(2);
});

test('so is one of more weeks', async () => {
  expectComparedOn(4, await begun({ horizon: 6 }, compared));
});

function expectComparedOn(shared: number, comparison: JobResult['comparison']): void {
  expect(comparison).toMatchObject({ champion: 'champion', reason: null });
  const { origins, weeks, pooled } = comparison;
  expect(weeks).toBeGreaterThanOrEqual(origins.length * shared);
  expect(pooled!.skus).toBeGreaterThan(0);
}

test('a model of earlier weeks than the active one is offered with a word of caution', async () => {
  const registry = new ModelRegistry(shop.catalog);
  const before = registry.active()!.name;
  registry.activate('shop-2024-05-27');
  const { sentence } = await begun({ until: '2024-04-15' }, compared);
  registry.activate(before);
  expect(sentence).toMatch(
    /^The two models are not compared: .*\. The last \d+ weeks that the active model was trained on the new one has not seen: take it only where those are not to count\.$/,
  );
});

test('a job that cannot be done says why, and leaves nothing behind', async () => {
  const few = await done('2024-02-12');
  expect([few.state, few.error]).toEqual([
    'failed',
    'the catalog holds 6 complete weeks; to forecast 4 weeks takes 12 or more',
  ]);
  const taken = await done(null, 'champion');
  expect(taken.error).toBe("there is a model 'champion' already; give the new one another name");
  expect(existsSync(join(shop.directory, 'shop-jobs', String(taken.id)))).toBe(false);
});

test('a job that has to begin again when its model is registered makes another one', async () => {
  const id = shop.store.add({ model: 'late', until: null, promote: 'ask' });
  shop.store.claim();
  const registry = new ModelRegistry(shop.catalog);
  registry.register('late', registry.active()!.directory);
  shop.store.restartAll();
  const settings = { database: shop.file, encoder: shop.encoder };
  const session = new TrainingSession(settings, shop.catalog, shop.store, shop.store.claim()!, () => {});
  expect((await readCatalog(session)).model).toBe('late-2');
  shop.store.cancel(id);
});

test('an active model with an encoder of its own is tested by that one', async () => {
  const registry = new ModelRegistry(shop.catalog);
  const directory = join(shop.directory, 'tuned');
  cpSync(registry.get('champion')!.directory, directory, { recursive: true });
  writeTinyEncoder(join(directory, ENCODER_FOLDER), { seed: 7 });
  const own = join(directory, ENCODER_FOLDER);
  const file = join(directory, MODEL_FILES.manifest);
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  const encoder = { ...trainedWith(await readEncoderDirectory(own)), directory: ENCODER_FOLDER };
  writeFileSync(file, JSON.stringify({ ...manifest, encoder }));
  registry.register('tuned', directory);
  registry.activate('tuned');

  await begun({}, async (session) => {
    expect(await readChampion(session)).toMatchObject({ encoder: own, isOfShop: true });
    const panel = await session.panel();
    const text = panel.descriptionAt(0, panel.weeks);
    const [byOwn, byOther] = [await session.texts(own), await session.texts()];
    expect(byOwn.vectorOf(text)).not.toEqual(byOther.vectorOf(text));
  });
});

test('an active model of another shop is tested on descriptions as that shop would write them', async () => {
  await begun({}, async (session) => {
    const panel = await session.panel();
    const description = panel.descriptionAt(0, panel.weeks);
    const written = description.replace(/(\w+) (\d+)$/, '$1s $2');
    const other = Shop.of({
      products: [{ sku: 'other', description: written }],
      sales: new WeeklySales(panel.firstWeek, panel.firstWeek + panel.weeks),
      vectors: new VectorIndex(1),
    });
    expect((await session.texts(undefined, other)).vectorOf(written)).toHaveLength(
      (await session.texts()).dimension,
    );
  });
});
