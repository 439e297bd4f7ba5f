import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { StoreWriter } from '../../../src/registry/writer/storeWriter';
import { until } from '../../support/until';
import { temporary } from '../../ingest/files';

const files = temporary();
const writers: StoreWriter[] = [];
afterEach(async () => void (await Promise.all(writers.splice(0).map((writer) => writer.close()))));
afterAll(files.remove);

function opened(name: string) {
  const file = join(files.directory, name);
  const database = openDatabase(file, REGISTRY);
  const writer = new StoreWriter(file);
  writers.push(writer);
  return { file, database, catalog: new Catalog(database), writer };
}

const mug = (sku: string, price = 4) => ({ sku, description: 'Red mug', price });

it('writes what others then read, and says what it was', async () => {
  const { catalog, writer } = opened('one.db');
  expect(await writer.write('putProducts', [mug('A'), mug('B')])).toEqual({ added: 2, changed: 0 });
  expect(await writer.write('putProducts', [mug('A'), mug('B', 5)])).toEqual({ added: 0, changed: 1 });
  expect(catalog.size).toBe(2);
});

it('writes what waits together, and what one of them refuses costs the others nothing', async () => {
  const { catalog, writer } = opened('many.db');
  const bad = { sku: 'BAD', description: null as never };
  const results = await Promise.allSettled(
    Array.from({ length: 300 }, (_, i) =>
      writer.write('putProducts', i % 3 === 0 ? [mug(`LOST${i}`), bad] : [mug(`P${i}`)]),
    ),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(100);
  expect(catalog.size).toBe(200);
  expect(catalog.product('LOST0')).toBeNull();
});

it("waits for another program's lock without stopping anybody else", async () => {
  const { file, catalog, writer } = opened('locked.db');
  await writer.write('putProducts', [mug('A')]);
  const other = openDatabase(file, REGISTRY);
  other.exec('BEGIN IMMEDIATE');
  let written = false;
  const writing = writer.write('putProducts', [mug('B')]).then(() => (written = true));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect([written, catalog.size]).toEqual([false, 1]);
  other.exec('COMMIT');
  await writing;
  expect(catalog.size).toBe(2);
  other.close();
});

it('takes no more than it can remember, and says when to come again', async () => {
  const { catalog, writer } = opened('full.db');
  const results = await Promise.allSettled(
    Array.from({ length: 5000 }, (_, i) => writer.write('putProducts', [mug(`P${i}`)])),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(5000 - 4096);
  expect(refused[0].reason).toMatchObject({ code: 'queue_full', options: { retryAfterSeconds: 1 } });
  expect(catalog.size).toBe(4096);
});

it('tells those who wait when its thread cannot work, and starts another for the next', async () => {
  const writer = new StoreWriter(files.directory);
  writers.push(writer);
  for (let attempt = 0; attempt < 2; attempt++) {
    await expect(writer.write('putProducts', [mug('A')])).rejects.toMatchObject({ code: 'not_ready' });
  }
});

it('closes also while its thread ends by itself', async () => {
  const writer = new StoreWriter(files.directory);
  const writing = writer.write('putProducts', [mug('A')]);
  const closing = writer.close();
  await expect(writing).rejects.toMatchObject({ code: 'not_ready' });
  await closing;
});

it('rewrites the file after a removal, also when it had ended before that', async () => {
  const { file, writer } = opened('erased.db');
  await writer.write('putProducts', [{ sku: 'GONE', description: 'qwertz lantern' }]);
  const holds = () =>
    ['', '-wal'].some((end) => existsSync(file + end) && readFileSync(file + end).includes('qwertz'));
  expect(holds()).toBe(true);
  expect(await writer.write('removeProduct', 'GONE')).toBe(true);
  await writer.close();
  const due = openDatabase(file, REGISTRY).prepare('SELECT 1 FROM erasures');
  expect(due.get()).toBeDefined();
  const next = new StoreWriter(file);
  writers.push(next);
  next.start();
  await until(() => due.get() === undefined);
  expect(holds()).toBe(false);
});

it('lets its thread end when nobody writes, and loses nothing that comes meanwhile', async () => {
  const { file, catalog } = opened('rested.db');
  const writer = new StoreWriter(file, undefined, 1);
  writers.push(writer);
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setTimeout(resolve, round));
    await writer.write('putProducts', [mug(`P${round}`)]);
  }
  expect(catalog.size).toBe(4);
});
