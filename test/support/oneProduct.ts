import { weekOf } from '../../src/common/week';
import { writeCatalog } from '../../src/registry/catalogWriter';
import { type Database, openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';

/** Fills an empty catalog as a server does, with one product that is made up where its demo shop has hundreds. */
export function fillWithOne(database: Database): void {
  const week = weekOf('2025-12-29');
  const sales = [{ week, units: 1, price: 2, promoText: null, extras: null }];
  writeCatalog(
    database,
    { hash: 'one', name: 'one product', synthetic: true, firstWeek: week, lastWeek: week },
    [{ sku: 'ONE', description: 'tin robot', sales }],
  );
}

/** Makes a catalog's file so. */
export function fillFile(file: string): void {
  const database = openDatabase(file, REGISTRY);
  fillWithOne(database);
  database.close();
}
