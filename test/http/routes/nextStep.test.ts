import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NextStep } from '../../../src/contract/nextStep';
import { weekOf } from '../../../src/common/week';
import { nextStep, type NextStepParts } from '../../../src/http/routes/nextStep';
import { bannerOf } from '../../../src/web/components/bannerText';
import { Catalog } from '../../../src/registry/catalog';
import { writeCatalog } from '../../../src/registry/catalogWriter';
import { openDatabase } from '../../../src/registry/database/database';
import { ownQueue } from '../../../src/registry/jobs/jobQueue';
import { JobStore } from '../../../src/registry/jobs/jobs';
import { JOBS, REGISTRY } from '../../../src/registry/database/migrations';
import { ModelRegistry } from '../../../src/registry/models/models';
import { startTinyService, type TinyService } from '../../support/serving';
import { TINY_ANALOGS } from '../../support/tinyModel';
import { tinyModels } from '../../support/tinyModels';
import { until } from '../../support/until';
import { type RunningApp, startApp, stopApps } from '../support/startApp';

let tiny: TinyService;
let app: RunningApp;
let store: JobStore;
beforeAll(async () => {
  tiny = await startTinyService();
  const { service, registry, database } = tiny;
  store = new JobStore(openDatabase(join(mkdtempSync(join(tmpdir(), 'shelfcast-jobs-')), 'jobs.db'), JOBS));
  app = await startApp(
    {},
    {
      ...{ service, registry, catalog: new Catalog(database) },
      jobs: { store, queue: ownQueue(store), promote: 'ask', look: () => {} },
    },
  );
});
afterAll(async () => {
  await stopApps();
  await tiny.service.close();
  tiny.database.close();
});

interface Info {
  shop: { share_known: number; same: boolean } | null;
  currency: string | null;
  next: string | null;
  weeks_between: number | null;
  next_step: NextStep | null;
}
const info = async () => (await (await fetch(`${app.url}/info`)).json()) as Info;

/** Sales of lamps that the tiny model does not know, so many weeks of them. */
const sales = (weeks: number) => {
  const first = new Date(Date.parse('2025-09-01'));
  const rows = Array.from({ length: weeks * 7 }, (_, at) => {
    const day = new Date(first.getTime() + at * 86_400_000).toISOString().slice(0, 10);
    return `lamp${at % 3},${day},2,9 €,Paper lamp ${at % 3}`;
  });
  return ['sku,sold_on,quantity,price,description', ...rows].join('\n');
};
const ingest = async (text: string) => {
  const response = await fetch(`${app.url}/ingest?covers=all`, { method: 'POST', body: text });
  return (await response.json()) as { next: string | null; detail?: string };
};

test('after sales of another shop the server says what to do, step by step', async () => {
  expect(await info()).toMatchObject({ shop: null, next: null });
  expect([...tiny.service.productsOf('tiny')!]).toEqual(TINY_ANALOGS.map(({ sku }) => sku));
  const few = await ingest(sales(5));
  expect(few.next).toBe(
    "The active model 'tiny' was trained on another shop; 12 complete weeks are enough to train one on this catalog, " +
      'which holds 5.',
  );
  const train =
    "The active model 'tiny' was trained on another shop: train one on this catalog with POST /train.";
  expect((await ingest(sales(14))).next).toBe(train);
  expect(await info()).toMatchObject({
    ...{ shop: { share_known: 0, same: false }, next: train, weeks_between: null, currency: null },
    next_step: { step: 'train', active: 'tiny', model: null, weeks: 14, weeks_needed: 12 },
  });
  const answer = await app.post('/embed-and-predict', {
    items: [{ description: 'Paper lamp', sku: 'lamp1' }],
  });
  const { items } = (await answer.json()) as { items: { warnings: { code: string; message: string }[] }[] };
  expect(items[0].warnings.filter(({ code }) => code === 'other_shop')).toEqual([
    expect.objectContaining({
      field: 'model',
      message:
        "The model 'tiny' was trained on another shop: the catalog has 0% of its products. Train one on the catalog " +
        '(POST /train), or name one that was',
    }),
  ]);

  const id = store.add({ model: null, until: null, promote: 'ask' });
  expect((await info()).next).toBe(`A model of this catalog is being trained: GET /jobs/${id}.`);
  expect((await info()).next_step).toMatchObject({ step: 'training', job: id });
  store.cancel(id);
  expect((await info()).next).toBe(train);
});

test('a model that another program trains on the catalog is loaded, named and needs no warning', async () => {
  const own = join((await tinyModels('own')).models, 'own');
  const week = weekOf('2026-03-02');
  const products = TINY_ANALOGS.map(({ sku, description }) => ({ sku, description, sales: [] }));
  const source = { hash: 'b', name: 'own', synthetic: false, firstWeek: week, lastWeek: week };
  writeCatalog(tiny.database, source, products);
  expect(await info()).toMatchObject({ shop: { share_known: 1, same: true }, next: null, currency: 'EUR' });
  const other = openDatabase(tiny.database.name, REGISTRY);
  new ModelRegistry(other).register('own', own);
  other.close();
  await until(async () => {
    const { models } = (await (await fetch(`${app.url}/models`)).json()) as {
      models: { name: string; state: string }[];
    };
    return models.some(({ name, state }) => name === 'own' && state === 'serving');
  });
  const items = [{ description: 'red mug', lags: [3, 4] }];
  const answer = await app.post('/embed-and-predict', { items, model: 'own' });
  expect(await answer.json()).toMatchObject({ model: 'own', items: [{ warnings: [] }] });
});

test.each([
  {
    difference: -0.02,
    step: 'activate',
    model: 'own',
    text: /^'own' was trained .*: POST \/models\/own\/activate\.$/,
  },
  {
    difference: -0.02,
    state: 'registered',
    step: 'training',
    model: null,
    text: /being trained/,
  },
  {
    difference: 0.02,
    step: 'look',
    model: 'own',
    text: /^'own' was trained .*\. It is what it is\. To take it still: POST/,
  },
])(
  'a model of this shop that did $difference worse than the active one: $step',
  ({ difference, state = 'serving', step, model, text }) => {
    const jobs = new JobStore(openDatabase(':memory:', JOBS));
    const id = jobs.add({ model: 'own', until: null, promote: 'ask' });
    const pooled = { skus: 30, weeks: 8, difference, low: -0.05, high: 0.05, share_better: 0.5 };
    const comparison = { champion: 'tiny', reason: null, origins: [], weeks: 8, tasks: [], pooled };
    const told = { surely_not_worse: false, sentence: 'It is what it is.' };
    const rest = { products: 30, trained_until: '2026-03-02', activated: false, next: null };
    jobs.finish(id, { model: 'own', ...rest, comparison: { ...comparison, ...told } });
    const service = {
      models: () => [
        { name: 'tiny', active: true, state: 'serving' },
        { name: 'own', active: false, state },
      ],
      sharedProducts: (name = 'tiny') => ({ share: 1, same: name === 'own' }),
    };
    const catalog = { synthetic: false, firstWeek: 100, lastWeek: 130 };
    const next = nextStep({ service, catalog, jobs: { store: jobs } } as unknown as NextStepParts)!;
    const compared = model && told.sentence;
    expect(next).toMatchObject({ step, model, active: 'tiny', comparison: compared });
    expect(next.text).toMatch(text);
    expect(bannerOf(next).text).not.toMatch(/POST|GET/);
    expect(bannerOf(next).text.includes('did worse')).toBe(step === 'look');
  },
);
