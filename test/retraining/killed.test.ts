import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../src/engine/modelDirectory';
import { ModelRegistry } from '../../src/registry/models/models';
import { builtModule } from '../support/builtModule';
import { until } from '../support/until';
import { openSmallShop, type SmallShop } from './support/smallShop';

let shop: SmallShop;
const servers: ChildProcess[] = [];
beforeEach(async () => (shop = await openSmallShop({ skus: 20, weeks: 16 })));
afterEach(async () => {
  for (const server of servers.splice(0)) await killed(server);
  shop.remove();
});

/** A server as far as trainings are concerned: it keeps a process at them and says which one. */
const server = (): ChildProcess => {
  const source = (path: string) => JSON.stringify(builtModule(path));
  const program = `
    const { openDatabase } = require(${source('registry/database/database')});
    const { JOBS } = require(${source('registry/database/migrations')});
    const { JobStore } = require(${source('registry/jobs/jobs')});
    const { JobLauncher } = require(${source('retraining/jobLauncher')});
    const store = new JobStore(openDatabase(${JSON.stringify(join(shop.directory, 'shop-jobs.db'))}, JOBS));
    const log = { info: ({ pid }) => console.log(pid), warn: () => {} };
    new JobLauncher(store, { database: ${JSON.stringify(shop.file)}, encoder: ${JSON.stringify(shop.encoder)} }, log);
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  servers.push(child);
  return child;
};

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const nextPid = async (child: ChildProcess): Promise<number> => {
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return Number(line.toString().trim().split('\n').at(-1));
};

test('a training goes on from its last finished step when its process or its server is killed', async () => {
  const id = shop.store.add({ model: 'survivor', until: null, promote: 'ask' });
  const finished = () => shop.store.get(id).steps.map(({ step }) => step);
  const first = server();
  const job = await nextPid(first);
  await until(() => finished().includes('read'));
  const again = nextPid(first);
  process.kill(job, 'SIGKILL');
  const orphan = await again;
  const { seconds } = shop.store.get(id).steps[0];
  await until(() => finished().includes('compare'));
  await killed(first);
  await until(() => !isAlive(orphan));
  expect(shop.store.get(id).state).toBe('running');
  expect(new ModelRegistry(shop.catalog).list()).toEqual([]);

  server();
  await until(() => shop.store.get(id).state !== 'running');
  expect(shop.store.get(id)).toMatchObject({ state: 'done', error: null });
  expect(shop.store.get(id).steps[0]).toEqual({ step: 'read', seconds });
  const { directory } = new ModelRegistry(shop.catalog).get('survivor')!;
  expect((await readManifest(directory)).name).toBe('survivor');
  expect(readdirSync(join(shop.directory, 'shop-models'))).toEqual(['survivor']);
  expect(existsSync(join(shop.directory, 'shop-jobs', String(id)))).toBe(false);
});

test('of two servers one does a training, and a cancelled one leaves nothing', async () => {
  const id = shop.store.add({ model: null, until: null, promote: 'ask' });
  const pids: number[] = [];
  for (const each of [server(), server()]) each.stdout!.on('data', (line: Buffer) => pids.push(Number(line)));
  await until(() => shop.store.get(id).steps.length > 0);
  const work = join(shop.directory, 'shop-jobs', String(id));
  expect(existsSync(join(work, 'panel'))).toBe(true);
  shop.store.cancel(id);
  await until(() => !pids.some(isAlive));
  expect(existsSync(work)).toBe(false);
  const { log, ...cancelled } = shop.store.get(id);
  expect(cancelled).toMatchObject({ state: 'cancelled', result: null });
  expect(log.filter(({ line }) => line.startsWith('read '))).toHaveLength(1);
  expect(new ModelRegistry(shop.catalog).list()).toEqual([]);
});
