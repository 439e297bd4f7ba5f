import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Example } from '../../../src/contract/catalog';
import type { AnalogEntry } from '../../../src/contract/head';
import { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database/database';
import { putProducts } from '../../../src/registry/live/putProducts';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { FakeService } from '../support/fakeService';
import { startApp, stopApps } from '../support/startApp';

afterEach(stopApps);

const BECHER = {
  sku: 'B1',
  description: 'Keramikbecher, nachtblau',
  mean_weekly_units: 3,
  launch: [],
  price: 8.95,
};

/** What asks for the example of a shop in which a product stands out, and puts another into the catalog. */
async function shopOf(product: AnalogEntry | null) {
  const database = openDatabase(join(mkdtempSync(join(tmpdir(), 'shelfcast-')), 'shop.db'), REGISTRY);
  const put = putProducts(database);
  const features = { colour: 'blau', unread: 1 };
  put([{ sku: 'B1', description: BECHER.description, price: 8.95, features }]);
  const service = new FakeService();
  // A shop in memory that has not seen yet what the catalog holds.
  let followed = false;
  let looks = 0;
  service.followed = () => Promise.resolve(void (followed = true));
  service.exampleProduct = () => {
    looks++;
    return followed ? product : { ...BECHER, description: 'of before' };
  };
  const [model] = service.models();
  const manifest = { schema: { mode: 'demand', numeric: [], categorical: ['colour'] } } as never;
  service.models = () => [{ ...model, manifest }];
  const app = await startApp({}, { service, catalog: new Catalog(database) });
  const ask = async () => (await (await fetch(`${app.url}/example`)).json()) as Example;
  return { ask, put, looks: () => looks, database };
}

async function exampleFor(product: AnalogEntry | null): Promise<Example> {
  return (await shopOf(product)).ask();
}

test('the products are looked through once until the catalog is another', async () => {
  const { ask, put, looks } = await shopOf(BECHER);
  expect(await ask()).toEqual(await ask());
  expect(looks()).toBe(1);
  put([{ sku: 'B1', description: BECHER.description, price: 9.95 }]);
  expect((await ask()).item?.price).toBe(8.95);
  expect(looks()).toBe(2);
});

test('the example is a product of the shop with its price and the columns that the model reads', async () => {
  expect(await exampleFor({ ...BECHER, price: Math.fround(8.95) })).toEqual({
    item: { description: 'Keramikbecher, nachtblau', price: 8.95, features: { colour: 'blau' } },
    promotion: null,
    synthetic: false,
  });
});

test('the promotion to try is the one that most weeks of the shop had', async () => {
  const { ask, database } = await shopOf(BECHER);
  const promote = database.prepare('INSERT INTO promotions SELECT id, ?, ? FROM products');
  promote.run(2900, 'Handzettel');
  promote.run(2901, 'Verkostung');
  promote.run(2902, 'Verkostung');
  expect(await ask()).toMatchObject({ promotion: 'Verkostung', synthetic: false });
});

test('a product of which no sale told a price has that of its sheet', async () => {
  const { item } = await exampleFor({ ...BECHER, price: null });
  expect(item?.price).toBe(8.95);
});

test('a product that the catalog does not know brings what its model knows', async () => {
  expect(await exampleFor({ ...BECHER, sku: 'elsewhere', price: null })).toEqual({
    item: { description: 'Keramikbecher, nachtblau', price: null, features: {} },
    promotion: null,
    synthetic: false,
  });
});

test('where there is no shop there is no example', async () => {
  expect(await exampleFor(null)).toEqual({ item: null, promotion: null, synthetic: false });
});
