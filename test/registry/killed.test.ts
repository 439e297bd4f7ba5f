import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { builtModule } from '../support/builtModule';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const file = join(directory, 'shop.db');
const PRODUCTS = 300;
const WEEKS = 50;

/** Writes a shop in which every product sold `units` each week, over and over with other units. */
const writer = `
  const { openDatabase } = require(${JSON.stringify(builtModule('registry/database/database'))});
  const { REGISTRY } = require(${JSON.stringify(builtModule('registry/database/migrations'))});
  const { writeCatalog } = require(${JSON.stringify(builtModule('registry/catalogWriter'))});
  const database = openDatabase(${JSON.stringify(file)}, REGISTRY);
  for (let units = 1; ; units++) {
    const sales = Array.from({ length: ${WEEKS} }, (_, i) => ({ week: 100 + i, units, price: 1, promoText: null, extras: null }));
    const products = Array.from({ length: ${PRODUCTS} }, (_, i) => ({ sku: 'P' + i, description: 'Mug', sales }));
    writeCatalog(database, { hash: 'h', name: 'n', synthetic: false, firstWeek: 100, lastWeek: ${99 + WEEKS} }, products);
    process.stdout.write('.');
  }`;

test('a writer that is killed leaves a whole catalog behind, the old or the new one', async () => {
  for (const delay of [0, 37, 90, 160]) {
    const child = spawn(process.execPath, ['-e', writer], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    await sleep(delay);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const database = openDatabase(file, REGISTRY);
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    const catalog = new Catalog(database);
    expect([catalog.size, catalog.shopWeeks().length]).toEqual([PRODUCTS, WEEKS]);
    const histories = Array.from({ length: PRODUCTS }, (_, i) => catalog.history(`P${i}`, 1000));
    const units = new Set(histories.flat().map((week) => week.units));
    expect([histories.flat().length, units.size]).toEqual([PRODUCTS * WEEKS, 1]);
    const perWeek = new Set(catalog.shopWeeks().map((week) => week.units));
    expect([...perWeek]).toEqual([[...units][0] * PRODUCTS]);
    database.close();
  }
});
