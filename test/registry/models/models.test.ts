import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { ModelRegistry } from '../../../src/registry/models/models';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('the first model is active, then the one that was activated, and never none or two', () => {
  const database = openDatabase(join(directory, 'models.db'), REGISTRY);
  const models = new ModelRegistry(database);
  expect([models.active(), models.list()]).toEqual([null, []]);
  models.register('shop', '/models/shop');
  expect(models.active()).toEqual({ name: 'shop', directory: '/models/shop', active: true });
  models.register('bakery', '/models/bakery');
  models.activate('bakery');
  expect(models.list().map(({ name, active }) => [name, active])).toEqual([
    ['bakery', true],
    ['shop', false],
  ]);
  models.register('shop', '/elsewhere/shop');
  expect(models.get('shop')).toEqual({ name: 'shop', directory: '/elsewhere/shop', active: false });
  expect(() => models.activate('butcher')).toThrow("no model 'butcher' is registered");
  expect(models.active()!.name).toBe('bakery');
  expect(() => models.remove('bakery')).toThrow(/'bakery' is active; activate another one first/);
  models.remove('shop');
  expect(models.list().map(({ name }) => name)).toEqual(['bakery']);
  expect(() => database.exec("INSERT INTO models VALUES ('second', '/', 1)")).toThrow(/UNIQUE/);
  database.close();
});
