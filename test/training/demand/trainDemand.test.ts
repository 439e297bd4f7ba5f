import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { mondayOf } from '../../../src/common/week';
import { Engine } from '../../../src/engine/engine';
import { loadModel } from '../../../src/engine/loadModel';
import { DemandPanel } from '../../../src/ingest/panel';
import { panelToCatalog } from '../../../src/ingest/toCatalog';
import { WEEKLY_COLUMNS } from '../../../src/contract/dataSchema';
import { embedAndPredictRequest } from '../../../src/contract/forecastRequests';
import { SILENT } from '../../../src/contract/observer';
import { Catalog } from '../../../src/registry/catalog';
import { writeCatalog } from '../../../src/registry/catalogWriter';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { ModelRegistry } from '../../../src/registry/models/models';
import { startService } from '../../../src/serving/startService';
import type * as Brief from '../../support/briefTraining';
import { call } from '../../support/serving';
import { runCli } from '../../support/runCli';
import { writeTinyEncoder } from '../../support/tinyEncoder';
import { shopParts } from '../../evaluation/support/shop';

jest.mock('../../../src/training/demand/demandOptions', () =>
  jest.requireActual<typeof Brief>('../../support/briefTraining').briefDemand(),
);

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-train-'));
const encoder = writeTinyEncoder();
const data = join(directory, 'sales.csv');
const schema = join(directory, 'schema.json');
const out = join(directory, 'small-shop');
afterAll(() => {
  rmSync(directory, { recursive: true });
  rmSync(encoder, { recursive: true });
});

const panel = new DemandPanel(shopParts({ skus: 30, weeks: 26 }));
const train = (...more: string[]) =>
  runCli('train', '--data', data, '--schema', schema, '--out', out, '--encoder', encoder, ...more);

beforeAll(async () => {
  const rows = panel.skus.flatMap((sku, index) =>
    panel
      .history(index, panel.weeks)
      .map(({ week, units, price }) =>
        [sku, mondayOf(week), units, price ?? '', panel.descriptionAt(index, panel.weeks)].join(','),
      ),
  );
  writeFileSync(data, `sku,week,units,price,text\n${rows.join('\n')}\n`);
  writeFileSync(schema, JSON.stringify({ ...WEEKLY_COLUMNS, description: 'text' }));
  const { status, err } = await train('--licence', 'none', '--source', 'a test', '--json');
  if (status !== 0) throw new Error(err);
});

test('a shop of too few products has its encoder not tuned, and says why', async () => {
  const { status, err } = await train('--fine-tune', 'on');
  expect(status).toBe(1);
  expect(err).toMatch(
    /fine-tuning takes 100 texts with a target or more, and there are \d+; leave --fine-tune off/,
  );
});

test('the model that train writes is loaded, its golden records agreeing', async () => {
  const engine = await Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
  try {
    const model = await loadModel(engine, out);
    expect(model.manifest.data.skus).toBe(30);
    expect(model.analogs.map(({ sku }) => sku)).toEqual(panel.skus);
    expect(model.manifest.golden).toHaveLength(20);
    const { spread } = model.manifest;
    expect(spread).toMatchObject({ whole: true, new: { together: spread!.known.together } });
    expect(spread!.known.together).toBeLessThan(0.6);
    const { accuracy, drift } = model.manifest.expected!;
    const known = accuracy.find(({ task }) => task === 'KNOWN')!;
    expect(known.weeks.length).toBeGreaterThanOrEqual(4);
    for (const { wape, products } of known.weeks) {
      expect(wape).toBeGreaterThan(0);
      expect(wape).toBeLessThan(2);
      expect(products).toBeLessThanOrEqual(30);
    }
    expect(drift).toMatchObject({ items: expect.any(Number), new_products: 0 });
    expect(drift.price_out_of_range).toBeLessThan(0.2);
  } finally {
    await engine.close();
  }
});

test('the card names source and licence, and golden records are none of the data', () => {
  expect(readFileSync(join(out, 'README.md'), 'utf8')).toMatch(/a test[\s\S]*none/);
  const { golden } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as {
    golden: { record: { description: string } }[];
  };
  const real = new Set(panel.skus.map((_, sku) => panel.descriptionAt(sku, panel.weeks)));
  expect(golden.filter(({ record }) => real.has(record.description))).toEqual([]);
});

test('a file of sales and a file of items are forecast, the items as the sales would be', async () => {
  const forecast = join(directory, 'forecast.csv');
  const predict = (file: string) =>
    runCli('predict', '--model', out, '--data', file, '--out', forecast, '--encoder', encoder, '--compare');
  expect(await predict(data)).toMatchObject({ status: 0 });
  const lines = () => readFileSync(forecast, 'utf8').trim().split('\n');
  expect(lines()).toHaveLength(1 + panel.skus.length * 5);

  const items = join(directory, 'items.csv');
  const history = panel.history(0, panel.weeks).reverse();
  const lags = history.map((_, index) => `lag_${index + 1}`).join(',');
  const units = history.map((week) => week.units).join(',');
  writeFileSync(
    items,
    `text,week,${lags}\na vintage mug,,${units}\na new lamp,2024-08-05,${units.replace(/\d+/g, '')}\n`,
  );
  expect(await predict(items)).toMatchObject({ status: 0 });
  expect(lines()[0]).toBe(
    'row,sku,week,p10,p50,p90,mean,numeric_only_p10,numeric_only_p50,numeric_only_p90,numeric_only_mean,warnings,read_as',
  );
  expect(lines()).toHaveLength(1 + 2 * 5);
  expect(lines()[6]).toMatch(/^2,,2024-08-05,/);
  writeFileSync(items, 'text,week\na vintage mug,2020-01-06\n');
  expect(await predict(items)).toMatchObject({ status: 0 });
  for (const line of lines().slice(1)) expect(line).toMatch(/,past_date,$/);
});

test('bad items are named by line and field: a bad price or week costs the cell, no description the line', async () => {
  const items = join(directory, 'bad.csv');
  const forecast = join(directory, 'rest.csv');
  writeFileSync(items, 'text,price,week\nmug,-1,2024-07-01\n,2,2024-07-01\nlamp,x,never\n');
  const {
    status,
    out: said,
    err,
  } = await runCli('predict', '--model', out, '--data', items, '--out', forecast, '--encoder', encoder);
  expect(status).toBe(0);
  for (const part of ["line 2: '-1'", 'line 3', "line 4: 'never'"]) expect(said + err).toContain(part);
  const rows = parse(readFileSync(forecast), { columns: true }) as { row: string }[];
  expect([...new Set(rows.map(({ row }) => row))]).toEqual(['1', '3']);
});

test('a training that fails leaves the model that is there, and nothing beside it', async () => {
  const before = statSync(join(out, 'manifest.json')).mtimeMs;
  const short = await train('--until', '2024-02-01');
  expect(short.status).toBe(1);
  expect(short.err).toMatch(/complete weeks; to forecast 4 weeks takes 12 or more/);
  expect(statSync(join(out, 'manifest.json')).mtimeMs).toBe(before);
  expect(readdirSync(directory).filter((name) => name.startsWith('small-shop'))).toEqual(['small-shop']);
});

test('a product that came after training counts in the next forecast', async () => {
  const file = join(directory, 'shop.db');
  const database = openDatabase(file, REGISTRY);
  panelToCatalog(database, panel, { hash: 'a'.repeat(64), name: 'a test', synthetic: false });
  const registry = new ModelRegistry(database);
  registry.register('small-shop', out);
  const service = await startService({
    engine: { encoder, device: 'cpu', processes: 1, threads: 1 },
    catalog: new Catalog(database),
    registry,
    store: null,
    queueTexts: 100,
    observer: SILENT,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  try {
    const ask = async () => {
      const request = { items: [{ description: 'a purple gadget', price: 3 }], explain: true };
      const { items } = await service.embedAndPredict(embedAndPredictRequest.parse(request), call());
      return items[0];
    };
    const before = await ask();
    expect(before.analogs!.length).toBe(10);
    const [first, last] = [panel.firstWeek, panel.firstWeek + panel.weeks - 1];
    const weeks = Array.from({ length: panel.weeks }, (_, at) => first + at);
    const sales = weeks.map((week) => ({ week, units: 400, price: 3, promoText: null, extras: null }));
    const other = openDatabase(file, REGISTRY);
    const source = { hash: 'b'.repeat(64), name: 'more', synthetic: false, firstWeek: first, lastWeek: last };
    writeCatalog(other, source, [{ sku: 'newcomer', description: 'a purple gadget', sales }]);
    other.close();
    let after = await ask();
    while (after.analogs![0].sku.toUpperCase() !== 'NEWCOMER') after = await ask();
    expect(after.analogs![0]).toMatchObject({ mean_weekly_units: 400, price: 3 });
    expect(after.total.mean).toBeGreaterThan(before.total.mean);
    const [sharesBefore, sharesAfter] = [before, after].map(
      (item) => new Map(item.parts!.weeks.map(({ name, weight }) => [name, weight])),
    );
    expect(sharesAfter.get('twins_level')!).toBeGreaterThan(sharesBefore.get('twins_level') ?? 0);
    for (const shares of [sharesBefore, sharesAfter])
      expect([...shares.values()].reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1);
  } finally {
    await service.close();
    database.close();
  }
});
