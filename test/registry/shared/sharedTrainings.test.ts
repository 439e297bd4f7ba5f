import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { MODEL_FILES } from '../../../src/contract/manifest';
import { openDatabase } from '../../../src/registry/database/database';
import { trainedModels } from '../../../src/registry/jobs/jobFiles';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { ModelRegistry } from '../../../src/registry/models/models';
import { sharedModels } from '../../../src/registry/shared/sharedModels';
import { shipped } from '../../../src/common/shipped';
import { Postgres, POSTGRES } from '../../support/postgres';
import { until } from '../../support/until';
import { closeStores, joinedStore, newFile, type SharedStore } from './support';

const withPostgres = POSTGRES === null ? describe.skip : describe;
const JOB = { model: null, until: null, promote: 'ask' as const };

withPostgres('trainings of servers that share a catalog', () => {
  let postgres: Postgres;
  let url: string;
  let one: SharedStore;
  let other: SharedStore;
  beforeAll(async () => (postgres = await Postgres.start()));
  beforeEach(async () => {
    url = await postgres.newDatabase();
    [one, other] = [await joinedStore(url), await joinedStore(url)];
  });
  afterEach(closeStores);
  afterAll(() => postgres.stop());

  it('are asked for on any, done by one, and followed on all', async () => {
    const id = await one.server.jobs.add({ ...JOB, model: 'spring' });
    await until(() => other.store.hasOpen);
    await expect(other.server.jobs.add({ ...JOB, model: 'spring' })).rejects.toMatchObject({
      code: 'invalid',
    });
    await until(() => one.server.jobs.mayStart());
    expect(await other.server.jobs.mayStart()).toBe(false);

    expect(one.store.claim()).toMatchObject({ id, model: 'spring' });
    one.store.enter(id, 'read');
    one.store.finishStep(id, 'read', 2.5, { sales: 'here' });
    one.store.say(id, 'read 3 products');
    await until(() => other.store.get(id).log.length === 1);
    expect(other.store.get(id)).toMatchObject({
      ...{ state: 'running', step: 'read', steps: [{ step: 'read', seconds: 2.5 }] },
      log: [{ line: 'read 3 products' }],
    });

    // Whoever comes after it begins again: what its steps left lies on the other machine.
    const left = one.store.resultOf(id, 'read');
    await one.close();
    await until(() => other.server.jobs.mayStart());
    expect([left, other.store.resultOf(id, 'read')]).toEqual([{ sales: 'here' }, undefined]);
    const claimed = other.store.claim()!;
    expect(claimed.id).toBe(id);
    other.store.fail(id, 'no sales');
    const fresh = await joinedStore(url);
    await until(() => fresh.store.get(id).state === 'failed');
    expect(fresh.store.get(id)).toMatchObject({ error: 'no sales' });
  });

  it('are cancelled from any', async () => {
    const id = await one.server.jobs.add(JOB);
    await until(() => other.store.hasOpen);
    await other.server.jobs.cancel(id);
    await until(() => !one.store.hasOpen);
    await expect(other.server.jobs.cancel(id)).rejects.toMatchObject({ code: 'job_ended' });
    await expect(one.server.jobs.cancel(id + 1000)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are known to a server that comes when the log begins later', async () => {
    const id = await one.server.jobs.add(JOB);
    await one.server.catalog.write('removeProduct', 'NONE');
    const rows = () => postgres.query(url, 'SELECT count(*)::int AS left FROM shelfcast_log');
    await until(async () => (await rows())[0].left === 0);
    expect((await joinedStore(url)).store.get(id)).toMatchObject({ state: 'queued' });
  });

  it('give their models to all, active where the one that made it says so', async () => {
    const directory = join(trainedModels(one.file), 'summer');
    writeModel(directory, 'summer');
    const offer = sharedModels(url, one.database);
    await offer.register('summer', directory);
    const models = new ModelRegistry(other.database);
    await until(() => models.get('summer') !== null);
    const copied = models.get('summer')!.directory;
    expect(copied).toBe(join(trainedModels(other.file), 'summer'));
    for (const file of ['weights.bin', MODEL_FILES.manifest, join('encoder', 'onnx', 'model.onnx')])
      expect(readFileSync(join(copied, file)).equals(readFileSync(join(directory, file)))).toBe(true);

    writeModel(join(trainedModels(one.file), 'autumn'), 'autumn');
    await offer.register('autumn', join(trainedModels(one.file), 'autumn'));
    await offer.activate('autumn');
    await until(() => models.active()?.name === 'autumn');
    await offer.forget('summer', directory);
    await until(() => models.get('summer') === null);
    await until(() => !existsSync(copied));
    await offer.close();
    const fresh = await joinedStore(url);
    await until(() => new ModelRegistry(fresh.database).active()?.name === 'autumn');
  });

  it('bring the models that the first server made before, by whatever path its file is named', async () => {
    const file = relative(process.cwd(), newFile());
    const directory = resolve(trainedModels(file), 'spring');
    writeModel(directory, 'spring');
    const database = openDatabase(file, REGISTRY);
    new ModelRegistry(database).register('spring', directory);
    database.close();
    const place = await postgres.newDatabase();
    const founder = await joinedStore(place, { file });
    const second = await joinedStore(place);
    await until(() => new ModelRegistry(second.database).get('spring') !== null);
    expect(new ModelRegistry(founder.database).get('spring')).toMatchObject({ directory });
    expect(existsSync(join(directory, 'weights.bin'))).toBe(true);
  });
});

/** As far as it is looked at on its way. */
function writeModel(directory: string, name: string): void {
  mkdirSync(join(directory, 'encoder', 'onnx'), { recursive: true });
  writeFileSync(join(directory, 'encoder', 'onnx', 'model.onnx'), `${name} encodes`);
  const weights = Buffer.from(`${name} weighs`.repeat(200_000));
  writeFileSync(join(directory, 'weights.bin'), weights);
  const manifest = JSON.parse(
    readFileSync(join(shipped('onnx/demo-shop'), MODEL_FILES.manifest), 'utf8'),
  ) as object;
  const files = { 'weights.bin': createHash('sha256').update(weights).digest('hex') };
  writeFileSync(join(directory, MODEL_FILES.manifest), JSON.stringify({ ...manifest, name, files }));
}
