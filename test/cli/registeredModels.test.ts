import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/registry/database/database';
import { trainedModels } from '../../src/registry/jobs/jobFiles';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import { runCli } from '../support/runCli';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { tinyModels } from '../support/tinyModels';

const db = join(mkdtempSync(join(tmpdir(), 'shelfcast-registered-')), 'shop.db');
const encoder = writeTinyEncoder();
const directoryOf = (name: string) => join(trainedModels(db), name);

beforeAll(async () => {
  const registry = new ModelRegistry(openDatabase(db, REGISTRY));
  const { models } = await tinyModels('spring', 'summer');
  cpSync(models, trainedModels(db), { recursive: true });
  for (const name of ['spring', 'summer']) registry.register(name, directoryOf(name));
});

test('models of trainings are listed, the active one as such', async () => {
  const { status, out } = await runCli('models', 'list', '--db', db, '--models', encoder, '--json');
  expect(status).toBe(0);
  const models = (JSON.parse(out) as { kind: string }[]).filter(({ kind }) => kind === 'model');
  expect(models).toMatchObject([
    { name: 'spring', directory: trainedModels(db), active: true, problem: null },
    { name: 'summer', directory: trainedModels(db), active: false, problem: null },
  ]);
});

test('another model is made the active one once it runs', async () => {
  const unknown = await runCli('models', 'activate', 'winter', '--db', db);
  expect([unknown.status, unknown.err]).toEqual([
    1,
    "shelfcast: There is no model 'winter'; there is: spring, summer.\n",
  ]);
  const { status, out } = await runCli('models', 'activate', 'summer', '--db', db, '--encoder', encoder);
  expect([status, out]).toEqual([0, 'summer is the active model.\n']);
});

test('a model is removed with its directory, but not the active one', async () => {
  const active = await runCli('models', 'remove', 'summer', '--db', db);
  expect([active.status, active.err]).toEqual([
    1,
    "shelfcast: the model 'summer' is active; activate another one first\n",
  ]);
  expect(existsSync(directoryOf('summer'))).toBe(true);
  const { status, out } = await runCli('models', 'remove', 'spring', '--db', db);
  expect([status, out]).toEqual([0, `Removed spring and ${directoryOf('spring')}.\n`]);
  expect(existsSync(directoryOf('spring'))).toBe(false);
});
