import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtModule } from '../support/builtModule';
import { HubStandIn } from '../support/hubStandIn';
import { runCli } from '../support/runCli';
import { until } from '../support/until';

const ROOT = join(__dirname, '../..');
const BERT = join(ROOT, 'test/fixtures/encoders/tiny-bert');
const ONNX = readFileSync(join(BERT, 'onnx/model.onnx'));
const ID = 'makers/tiny-bert';

let to: string;
let hub: HubStandIn;
beforeAll(async () => {
  to = mkdtempSync(join(tmpdir(), 'shelfcast-models-'));
  hub = await HubStandIn.start(ID, BERT);
});
afterAll(async () => {
  delete process.env.HF_ENDPOINT;
  await hub.close();
  rmSync(to, { recursive: true });
});

test('pull killed in the middle leaves a .part only, and the next one goes on from there', async () => {
  const half = ONNX.length >> 1;
  hub.fault = (path, response) => {
    if (!path.startsWith('/storage')) return false;
    response.writeHead(200, { 'content-length': ONNX.length });
    response.write(ONNX.subarray(0, half));
    return true;
  };
  const env = { ...process.env, HF_ENDPOINT: hub.endpoint };
  const child = spawn(process.execPath, [builtModule('cli'), 'models', 'pull', ID, '--to', to], {
    cwd: ROOT,
    env,
  });
  const part = join(to, `${ID}.part`, 'onnx/model.onnx.part');
  await until(() => existsSync(part) && readFileSync(part).length >= half);
  child.kill('SIGKILL');
  await new Promise((done) => child.on('close', done));
  expect(readdirSync(join(to, 'makers'))).toEqual(['tiny-bert.part']);

  hub.fault = () => false;
  hub.asked.length = 0;
  process.env.HF_ENDPOINT = hub.endpoint;
  const pulled = await runCli('models', 'pull', ID, '--to', to, '--json');
  expect(pulled).toMatchObject({ status: 0, err: '' });
  expect(JSON.parse(pulled.out)).toMatchObject({ name: ID, dimension: 16, fetched: ['onnx/model.onnx'] });
  expect(hub.fetches('.onnx').map(({ headers }) => headers.range)).toEqual([`bytes=${half}-`]);
  expect(readdirSync(join(to, 'makers'))).toEqual(['tiny-bert']);
});

test('transformers.js finds what was pulled in its cache, and gives the same vector', async () => {
  const script = `
    import { env, pipeline } from '@huggingface/transformers';
    Object.assign(env, { cacheDir: ${JSON.stringify(to)}, allowRemoteModels: false, localModelPath: '/nowhere' });
    const embed = await pipeline('feature-extraction', '${ID}', { dtype: 'fp32' });
    const { data } = await embed('red ceramic mug', { pooling: 'mean', normalize: true });
    console.log(JSON.stringify([...data]));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
  });
  const golden = JSON.parse(readFileSync(join(BERT, 'golden.json'), 'utf8')) as {
    text: string;
    vector: number[];
  }[];
  const { vector } = golden.find(({ text }) => text === 'red ceramic mug')!;
  (JSON.parse(stdout) as number[]).forEach((value, at) => expect(value).toBeCloseTo(vector[at], 4));
});

test('verify tells what the encoder is, then what is wrong with it', async () => {
  const directory = join(to, ID);
  const good = await runCli('models', 'verify', directory);
  expect(good).toMatchObject({ status: 0, err: '' });
  expect(good.out).toMatch(
    /: int8, 16 dimensions, mean pooling, 48 tokens; complete, it runs, and the hashes of \d+ files are right\.\n/,
  );
  expect(good.out).toMatch(
    /Cosine of two texts that mean the same: -?\d\.\d{3}, of two that do not: -?\d\.\d{3}\./,
  );

  writeFileSync(join(directory, 'onnx/model.onnx'), ONNX.subarray(0, 50_000));
  const cut = await runCli('models', 'verify', directory);
  expect(cut).toMatchObject({ status: 1, out: '' });
  expect(cut.err).toMatch(
    /^shelfcast: \S+onnx\/model\.onnx is not the file that was pulled; pull 'makers\/tiny-bert' again\n$/,
  );
});

test('list names encoders and what is wrong with them; bad usage is status 2', async () => {
  writeFileSync(join(to, ID, 'config.json'), '{"model_type": "llama"}');
  const list = await runCli('models', 'list', '--models', BERT, '--encoders', to);
  expect(list.out.split('\n')).toEqual([
    expect.stringMatching(/^encoder +\. +fp32, 16 dimensions, mean pooling, 48 tokens$/),
    expect.stringMatching(/^encoder +makers\/tiny-bert +cannot be used: .*no encoder of sentences/),
    '',
  ]);
  const wrong = await runCli('models', 'pull', ID, '--dtype', 'int3');
  expect(wrong.status).toBe(2);
  expect(wrong.err).toMatch(/^shelfcast: .*int3.* Allowed choices are fp32, fp16, int8/);
});
