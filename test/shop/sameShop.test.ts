import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../src/registry/database/database';
import { Catalog } from '../../src/registry/catalog';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ingestDemoShop } from '../../src/demoShop/ingestDemoShop';
import { type NamedProduct, sharedProducts } from '../../src/shop/sameShop';

const products = (count: number, from = 0): NamedProduct[] =>
  Array.from({ length: count }, (_, at) => ({ sku: `P${from + at}`, description: `Mug ${from + at}` }));
const catalogOf = (known: NamedProduct[]) => {
  const texts = new Map(known.map(({ sku, description }) => [sku, description]));
  return (sku: string) => texts.get(sku) ?? null;
};

test.each([
  ['all of it', products(100), { share: 1, same: true }],
  ['half of it and more', products(300, 50), { share: 0.5, same: true }],
  ['less than half', products(300, 51), { share: 0.49, same: false }],
  ['nothing', products(100, 500), { share: 0, same: false }],
  [
    'the same codes for other things',
    products(100).map(({ sku }) => ({ sku, description: 'Lamp' })),
    { share: 1, same: false },
  ],
  [
    'words in another case',
    products(100).map(({ sku, description }) => ({ sku, description: ` ${description.toUpperCase()}` })),
    { share: 1, same: true },
  ],
])('of a model of 100 products a catalog with %s', (_, known, expected) => {
  expect(sharedProducts(products(100), catalogOf(known))).toEqual(expected);
});

test('of many products some at even distances are looked for', () => {
  let looked = 0;
  const shared = sharedProducts(products(100_000), (sku) => {
    looked++;
    return Number(sku.slice(1)) < 60_000 ? `mug ${sku.slice(1)}` : null;
  });
  expect([looked, shared!.same]).toEqual([512, true]);
  expect(shared!.share).toBeCloseTo(0.6, 2);
});

test('a model that names no products says nothing', () => {
  expect(sharedProducts([], catalogOf(products(3)))).toBeNull();
});

test('of the models that ship one is of the demo shop and the other is not', () => {
  const database = openDatabase(':memory:', REGISTRY);
  ingestDemoShop(database);
  const catalog = new Catalog(database);
  const shared = (model: string) => {
    const file = join(__dirname, '../../onnx', model, 'analogs.json');
    const analogs = JSON.parse(readFileSync(file, 'utf8')) as NamedProduct[];
    return sharedProducts(analogs, (sku) => catalog.product(sku)?.description ?? null)!;
  };
  expect(shared('demo-shop')).toEqual({ share: 1, same: true });
  expect(shared('online-retail')).toEqual({ share: 0, same: false });
  database.close();
});
