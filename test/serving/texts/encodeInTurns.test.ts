import { writeCatalog } from '../../../src/registry/catalogWriter';
import { call, startTinyService } from '../../support/serving';
import { TINY_LAST_WEEK } from '../../support/tinyModel';

test('texts of new products are encoded in turns with those of requests', async () => {
  let encoded = 0;
  const observer = { encoded: (_seconds: number, texts: number) => void (encoded += texts) };
  const { service, database } = await startTinyService({ observer });
  const source = { hash: 'products', name: 'a file', synthetic: false };
  const week = TINY_LAST_WEEK;
  const products = Array.from({ length: 600 }, (_, n) => ({
    sku: `P${n}`,
    description: `red mug ${n}`,
    sales: [{ week, units: 1, price: 2, promoText: null, extras: null }],
  }));
  writeCatalog(database, { ...source, firstWeek: week, lastWeek: week }, products);
  const followed = service.followed();
  const { embeddings } = await service.embed({ texts: ['blue lantern'], normalize: true }, call());
  expect(embeddings).toHaveLength(1);
  expect(encoded).toBeLessThan(600);
  await followed;
  expect(encoded).toBe(601);
  await service.close();
  database.close();
});
