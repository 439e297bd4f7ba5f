import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENCODER_FOLDER, type Manifest, MODEL_FILES } from '../../src/contract/manifest';
import { readManifest } from '../../src/engine/modelDirectory';
import { ModelRegistry } from '../../src/registry/models';
import { readChampion } from '../../src/retraining/champion';
import { doJobs } from '../../src/retraining/doJobs';
import { readCatalog } from '../../src/retraining/readCatalog';
import { TrainingSession } from '../../src/retraining/session';
import { runCli } from '../support/runCli';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { openSmallShop, type SmallShop } from './support/smallShop';

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

test.each([6, 2])(
  'a model of %i weeks is compared with one of four on the weeks of both',
  async (horizon) => {
    const { result, error, log } = await done(null, `of-${horizon}`, horizon);
    expect(error).toBeNull();
    const compared = Math.min(4, horizon);
    expect(result!.comparison).toMatchObject({ champion: 'champion', reason: null });
    const { origins, weeks } = result!.comparison;
    expect(weeks).toBeGreaterThanOrEqual(origins.length * compared);
    expect(result!.comparison.pooled!.skus).toBeGreaterThan(0);
    expect(log.map(({ line }) => line)).toContain(
      `the active model forecasts 4 weeks and the new one ${horizon}: they are compared on the first ${compared}`,
    );
    const { directory } = new ModelRegistry(shop.catalog).get(`of-${horizon}`)!;
    expect((await readManifest(directory)).horizon).toBe(horizon);
  },
);

test('a model of earlier weeks than the active one is offered with a word of caution', async () => {
  const registry = new ModelRegistry(shop.catalog);
  const before = registry.active()!.name;
  registry.activate('shop-2024-05-27');
  const earlier = await done('2024-04-15', 'earlier');
  registry.activate(before);
  expect(earlier.result!.comparison.sentence).toMatch(
    /^The two models are not compared: .*\. The last \d+ weeks that the active model was trained on the new one has not seen: take it only where those are not to count\.$/,
  );
});

test('a job that cannot be done says why, and leaves nothing behind', async () => {
  const few = await done('2024-02-12');
  expect([few.state, few.error]).toEqual([
    'failed',
    'the catalog holds 6 whole weeks; to forecast 4 weeks takes 12 or more',
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
  const directory = join(shop.directory, 'tuned');
  const other = writeTinyEncoder(undefined, { seed: 7 });
  const args = ['--data', shop.sales, '--out', directory, '--encoder', other, '--until', '2024-05-06'];
  expect((await runCli('train', ...args)).status).toBe(0);
  cpSync(other, join(directory, ENCODER_FOLDER), { recursive: true });
  rmSync(other, { recursive: true });
  const file = join(directory, MODEL_FILES.manifest);
  const { encoder, ...rest } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  writeFileSync(file, JSON.stringify({ ...rest, encoder: { ...encoder, directory: ENCODER_FOLDER } }));
  const registry = new ModelRegistry(shop.catalog);
  registry.register('tuned', directory);
  registry.activate('tuned');

  const id = shop.store.add({ model: null, until: null, promote: 'ask' });
  const settings = { database: shop.file, encoder: shop.encoder };
  const session = new TrainingSession(settings, shop.catalog, shop.store, shop.store.claim()!, () => {});
  try {
    shop.store.finishStep(id, 'read', 0, await readCatalog(session));
    const champion = await readChampion(session);
    const own = join(directory, ENCODER_FOLDER);
    expect(champion).toMatchObject({ encoder: own, isOfShop: true });
    const panel = await session.panel();
    const text = panel.descriptionAt(0, panel.weeks);
    const [byOwn, byOther] = [await session.texts(own), await session.texts()];
    expect(byOwn.vectorOf(text)).not.toEqual(byOther.vectorOf(text));
  } finally {
    await session.close();
    shop.store.cancel(id);
  }
});
