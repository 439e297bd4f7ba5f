import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextStep } from '../../src/cli/nextStep';
import { weekOf } from '../../src/common/week';
import { readProducts } from '../../src/engine/modelDirectory';
import { writeCatalog } from '../../src/registry/catalogWriter';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import { tinyModels } from '../support/tinyModels';

test('after sales came in the command line names a command: to train, and then to take what was trained', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-next-'));
  const file = join(directory, 'shop.db');
  const database = openDatabase(file, REGISTRY);
  const registry = new ModelRegistry(database);
  registry.register('of-another-shop', join(directory, 'none'));
  const model = join((await tinyModels('spring')).models, 'spring');

  const firstWeek = weekOf('2026-01-05');
  const lastWeek = firstWeek + 11;
  const sales = Array.from({ length: 12 }, (_, at) => ({
    ...{ week: firstWeek + at, units: 2, price: null, promoText: null, extras: null },
  }));
  const products = (await readProducts(model)).map(({ sku, description }) => ({ sku, description, sales }));
  writeCatalog(database, { hash: 'h', name: 'f', synthetic: false, firstWeek, lastWeek }, products);

  expect(await nextStep(database)).toBe(
    `Next: shelfcast train --db ${file}; the active model 'of-another-shop' is of another shop`,
  );
  registry.register('spring', model);
  expect(await nextStep(database)).toBe(`Next: shelfcast models activate spring --db ${file}`);
  registry.activate('spring');
  expect(await nextStep(database)).toBeNull();
  database.close();
});
