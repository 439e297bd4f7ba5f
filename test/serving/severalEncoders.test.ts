import { cpSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embedAndPredictRequest } from '../../src/contract/forecastRequests';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import { Engine } from '../../src/engine/engine';
import { call, startTinyService, type TinyService } from '../support/serving';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { writeTinyModel } from '../support/tinyModel';
import { until } from '../support/until';

let tiny: TinyService;
/** Directories of models that were trained with encoders of their own. */
let own: string;
let shared: string;
let elsewhere: string;

beforeAll(async () => {
  const otherEncoder = writeTinyEncoder(undefined, { seed: 7 });
  elsewhere = writeTinyEncoder(undefined, { seed: 8 });
  own = await modelOver(otherEncoder, 'own', 'encoder');
  shared = await modelOver(elsewhere, 'shared');
  tiny = await startTinyService({ processes: 2, encoders: [elsewhere] });
  tiny.registry.register('own', own);
  tiny.registry.register('shared', shared);
});
afterAll(() => tiny.service.close());

/** A model trained with an encoder, which lies in the model's folder where one is named. */
async function modelOver(encoder: string, name: string, folder?: string): Promise<string> {
  const engine = await Engine.start({ encoder, device: 'cpu', processes: 1, threads: 1 });
  const directory = await writeTinyModel(engine, { name }).finally(() => engine.close());
  if (folder === undefined) return directory;
  cpSync(encoder, join(directory, folder), { recursive: true });
  const file = join(directory, 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { encoder: object };
  writeFileSync(file, JSON.stringify({ ...manifest, encoder: { ...manifest.encoder, directory: folder } }));
  return directory;
}

const embed = (text: string, model?: string) =>
  tiny.service.embed({ texts: [text], normalize: true, model }, call());
const vectorOf = async (text: string, model?: string) => [...(await embed(text, model)).embeddings[0]];
const forecast = (model?: string) =>
  tiny.service.embedAndPredict(
    embedAndPredictRequest.parse({ items: [{ description: 'red mug', lags: [3, 1] }], model }),
    call(),
  );
const encoders = () => tiny.service.engine().encoders;

test('models of three encoders are loaded while the server runs and answer in one', async () => {
  for (const name of ['own', 'shared']) expect((await tiny.service.reload(name)).state).toBe('serving');
  expect(encoders().map(({ models }) => models)).toEqual([['tiny'], ['own'], ['shared']]);
  const answers = await Promise.all(['tiny', 'own', 'shared', 'tiny', 'own'].map((model) => forecast(model)));
  expect(answers.map(({ model }) => model)).toEqual(['tiny', 'own', 'shared', 'tiny', 'own']);
  expect(answers[3].items[0].total).toEqual(answers[0].items[0].total);
  expect(answers[4].items[0].total).toEqual(answers[1].items[0].total);
});

test('a text has the vector of the encoder that is asked, by its name or that of a model', async () => {
  const [byServer, byModel] = [await vectorOf('red mug'), await vectorOf('red mug', 'tiny')];
  expect(byModel).toEqual(byServer);
  const other = await vectorOf('red mug', 'own');
  expect(other).not.toEqual(byServer);
  expect(await vectorOf('red mug', encoders()[1].name)).toEqual(other);
  await expect(embed('red mug', 'nobody')).rejects.toMatchObject({ code: 'unknown_model' });
});

test('processes that end come back with every encoder and every model', async () => {
  const before = await Promise.all(['tiny', 'own', 'shared'].map(forecast));
  const { pool } = tiny.service.parts.encoders.own;
  const { restarts } = pool.state();
  for (const pid of pool.state().pids) process.kill(pid, 'SIGKILL');
  await until(() => pool.state().restarts > restarts + 1 && pool.state().running === 2);
  const after = await Promise.all(['tiny', 'own', 'shared'].map(forecast));
  after.forEach(({ items }, at) => expect(items[0].total).toEqual(before[at].items[0].total));
});

test('processes that cannot load a file any more serve the other models, and say so', async () => {
  const { pool } = tiny.service.parts.encoders.own;
  const before = await forecast();
  const end = async () => {
    const { restarts } = pool.state();
    for (const pid of pool.state().pids) process.kill(pid, 'SIGKILL');
    await until(() => pool.state().restarts > restarts + 1 && pool.state().running === 2);
  };
  const said = () => tiny.log.filter(({ message }) => message.includes('serves without')).length;
  const gone = { code: 'not_ready', status: 503 };
  const head = join(shared, 'head.onnx');
  const encoder = join(own, 'encoder', 'onnx', 'model.onnx');
  for (const file of [head, encoder]) renameSync(file, `${file}.away`);
  await end();
  expect((await forecast()).items[0].total).toEqual(before.items[0].total);
  await expect(forecast('shared')).rejects.toMatchObject(gone);
  await expect(forecast('own')).rejects.toMatchObject(gone);
  expect(said()).toBe(2);
  await tiny.service.activate('shared');
  expect(tiny.service.engine()).toMatchObject({
    ready: false,
    reason: expect.stringContaining('cannot be read'),
  });
  await tiny.service.activate('tiny');
  expect(tiny.service.engine()).toMatchObject({ ready: true, reason: null });
  for (const file of [head, encoder]) renameSync(`${file}.away`, file);
  const codes = new Set<string>();
  const answers = (name: string) =>
    forecast(name).then(Boolean, ({ code }: { code: string }) => void codes.add(code));
  await until(async () => Boolean((await answers('shared')) && (await answers('own'))));
  expect([...codes]).toEqual(['not_ready']);
  expect(pool.state().running).toBe(2);
});

test('an encoder that no model needs any more leaves', async () => {
  const database = openDatabase(tiny.database.name, REGISTRY);
  new ModelRegistry(database).remove('own');
  await until(() => encoders().length === 2);
  await expect(embed('red mug', 'own')).rejects.toMatchObject({ code: 'unknown_model' });
  expect((await forecast('shared')).model).toBe('shared');
  database.close();
});

test('a model whose own encoder is broken is refused, and the others serve on', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-broken-'));
  cpSync(own, directory, { recursive: true });
  writeFileSync(join(directory, 'encoder', 'config.json'), '{');
  tiny.registry.register('broken', directory);
  await expect(tiny.service.reload('broken')).rejects.toMatchObject({
    code: 'model_refused',
    message: expect.stringContaining('its encoder cannot be read'),
  });
  expect((await forecast()).model).toBe('tiny');
});
