import { join } from 'node:path';
import type { DemandSchema } from '../../src/contract/dataSchema';
import { catalogPanel } from '../../src/ingest/catalogPanel';
import { ingestSales } from '../../src/ingest/ingestSales';
import { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { parseSchema } from '../../src/ingest/schemaFile';
import { panelToCatalog } from '../../src/ingest/toCatalog';
import { dayOf } from '../../src/common/day';
import { addSales } from '../../src/registry/live/addSales';
import { NO_TIME } from '../../src/registry/entries/saleEntries';
import { Catalog } from '../../src/registry/catalog';
import { type Database, openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { shopParts } from '../evaluation/support/shop';
import { temporary } from './files';

const files = temporary();
afterAll(files.remove);

const SCHEMA = parseSchema(
  JSON.stringify({
    ...{ mode: 'demand', granularity: 'transaction', sku: 'code', date: 'day', target: 'pieces' },
    ...{ price: 'price', description: 'name', promo_text: 'promotion' },
    ...{ numeric: ['stock'], categorical: ['shelf'], known_ahead: ['shelf'] },
  }),
  'the schema',
) as DemandSchema;

const SALES = [
  'code,day,pieces,price,name,promotion,stock,shelf',
  'mug,2024-01-03,2,4,Red mug,,7,low',
  'mug,2024-01-04,1,5,Red mug,2 for 1,3,low',
  'mug,2024-01-16,3,4,Mug of clay,,,high',
  'mug,2024-01-24,1,4,Mug of clay,,2,high',
  'mug,2024-02-02,9,4,Mug of clay,,2,high',
  'jug,2024-01-08,0,8,Jug,,,',
  'jug,2024-01-17,4,9,Blue jug,,1,low',
  'jug,2024-01-23,???,9,Blue jug,,1,low',
  'cup,2024-01-31,5,1,Cup,,1,low',
  'lid,2024-02-06,5,1,Lid,,1,low',
].join('\n');

let database: Database;
let made = 0;
beforeEach(() => (database = openDatabase(join(files.directory, `${made++}.db`), REGISTRY)));
afterEach(() => database.close());

/** All that anything can ask of a panel. */
function told(panel: DemandPanel) {
  const weeks = [...Array(panel.weeks).keys()];
  return {
    ...{
      skus: panel.skus,
      firstWeek: panel.firstWeek,
      weeks: panel.weeks,
      observed: panel.extras.observedNames,
    },
    ...{ units: [...panel.units], price: [...panel.price], shop: panel.shopWeeks() },
    products: panel.skus.map((_, sku) =>
      weeks.map((t) => [
        panel.descriptionAt(sku, t + 1),
        panel.promoText(sku, t),
        panel.extras.asKnown(sku, t, t),
        panel.extras.own(sku, t),
      ]),
    ),
  };
}

const ofFile = async (text: string, until?: string) =>
  told((await readDemand(files.file(text), SCHEMA, { until })).panel);
const ofCatalog = (until?: string) => told(new DemandPanel(catalogPanel(database, until).parts));

test.each([undefined, '2024-01-29', '2024-01-25'])(
  'a catalog gives the panel of the file that filled it, up to %s',
  async (until) => {
    await ingestSales(database, files.file(SALES), SCHEMA);
    expect(ofCatalog(until)).toEqual(await ofFile(SALES, until));
  },
);

test('what came in parts gives the panel of the whole', async () => {
  const [header, ...rows] = SALES.split('\n');
  const part = (from: string, to: string) =>
    [header, ...rows.filter((row) => row.split(',')[1] >= from && row.split(',')[1] < to)].join('\n');
  await ingestSales(database, files.file(part('2024-01-20', '2025')), SCHEMA, { covers: 'all' });
  await ingestSales(database, files.file(part('2023', '2024-01-20')), SCHEMA, { covers: 'all' });
  expect(ofCatalog()).toEqual(await ofFile(SALES));
});

test('columns keep the kind that their schema gave them', async () => {
  await ingestSales(database, files.file(SALES), SCHEMA);
  expect(catalogPanel(database).schema).toMatchObject({
    granularity: 'week',
    numeric: ['stock'],
    categorical: ['shelf'],
    known_ahead: ['shelf'],
  });
});

test('of a shop written as weeks the panel is the one that was written', () => {
  const panel = new DemandPanel(shopParts({ skus: 12, weeks: 10 }));
  panelToCatalog(database, panel, { hash: '0', name: 'weeks', synthetic: false });
  const { parts, rows, schema } = catalogPanel(database);
  const known = told(new DemandPanel(parts));
  const given = told(panel);
  expect({ ...known, products: null }).toEqual({ ...given, products: null });
  expect(known.products.map((weeks) => weeks.at(-1))).toEqual(given.products.map((weeks) => weeks.at(-1)));
  expect(rows).toBe([...panel.units].filter((units) => units > 0).length);
  expect([schema.numeric, schema.categorical]).toEqual([[], []]);
});

test('the hash is of the data: the same twice, another after a sale', async () => {
  await ingestSales(database, files.file(SALES), SCHEMA);
  const first = catalogPanel(database).hash;
  expect(catalogPanel(database).hash).toBe(first);
  const more = SALES.replace('mug,2024-01-03,2', 'mug,2024-01-05,2');
  await ingestSales(database, files.file(more), SCHEMA, { covers: 'all' });
  expect(catalogPanel(database).hash).not.toBe(first);
});

test('begins with the first week that is covered: sales of a wrong year before it do not stretch it', async () => {
  await ingestSales(database, files.file(SALES), SCHEMA);
  const { parts, rows } = catalogPanel(database);
  const add = addSales(database);
  const old = { day: dayOf('1990-01-02'), second: NO_TIME, units: 3, price: 2 };
  const sales = ['MUG', 'OLD'].map((sku) => ({ ...old, sku, id: sku }));
  expect(add({ source: '', sales, toldFrom: null })).toMatchObject({ accepted: 2 });
  const clipped = catalogPanel(database);
  expect(new Catalog(database).list('old', 0, 1).total).toBe(1);
  expect(clipped).toMatchObject({ rows, parts: { firstWeek: parts.firstWeek, weeks: parts.weeks } });
  expect(told(new DemandPanel(clipped.parts))).toEqual(told(new DemandPanel(parts)));
});

test('a catalog without a complete week of sales says so', () => {
  expect(() => catalogPanel(database)).toThrow(
    'the catalog holds no complete week with a sale; bring sales in first',
  );
  expect(new Catalog(database).size).toBe(0);
});
