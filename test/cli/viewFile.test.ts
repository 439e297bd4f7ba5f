import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { putViewPlace } from '../../src/registry/shared/viewPlace';
import { runCli } from '../support/runCli';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-view-'));
const sales = join(directory, 'sales.csv');
const view = join(directory, 'view.db');

beforeAll(() => {
  writeFileSync(sales, 'sku,date,units,text\nA,2025-01-06,12,Mug\nA,2025-01-13,3,Mug\n');
  const database = openDatabase(view, REGISTRY);
  putViewPlace(database, { log: 'log', sequence: 3, server: 'server', active: null });
  database.close();
});

test('the address of a shared catalog is for servers, and is not repeated', async () => {
  const address = 'postgres://tills:secret@db/shop';
  for (const command of [
    ['ingest', '--data', sales],
    ['train'],
    ['evaluate', '--out', directory],
    ['jobs', 'list'],
    ['accuracy'],
  ]) {
    const { status, err } = await runCli(...command, '--db', address);
    expect([command[0], status, err]).toEqual([command[0], 2, expect.stringContaining('is for servers')]);
    expect(err).not.toContain('secret');
  }
});

test("a server's view of a shared catalog is read, and changed by none of the commands", async () => {
  expect(await runCli('jobs', 'list', '--db', view)).toMatchObject({ status: 0 });
  for (const command of [['ingest', '--data', sales], ['train'], ['jobs', 'cancel', '1'], ['jobs', 'run']]) {
    const { status, err } = await runCli(...command, '--db', view);
    expect([command[0], status, err]).toEqual([command[0], 1, expect.stringContaining('view of a catalog')]);
  }
});
