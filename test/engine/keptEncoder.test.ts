import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEncoderDirectory } from '../../src/engine/encoderDirectory';
import { openEncoder } from '../../src/engine/openEncoder';
import { packTokens } from '../../src/engine/packTokens';
import { attentionEncoder } from '../support/attentionEncoder';
import { filesOf } from '../support/encoderFiles';

const ON_CPU = { provider: 'cpu', threads: 1, deviceId: 0, packed: true } as const;
const TEXTS = packTokens([Int32Array.of(7, 8, 9), Int32Array.of(3, 4), Int32Array.of(9, 1, 2, 3, 4, 5, 6)]);

const folder = () => join(mkdtempSync(join(tmpdir(), 'shelfcast-graphs-')), 'graphs');

async function answers(files: Parameters<typeof openEncoder>[0], graphs?: string) {
  const { encoder, paddingReason } = await openEncoder(files, { ...ON_CPU, graphs });
  return { vectors: (await encoder.encode(TEXTS)).vectors, paddingReason };
}

/** The graph's own file is away: who answers all the same has read what was kept. */
function withoutFile(files: ReturnType<typeof filesOf>) {
  return { ...files, modelFile: join(tmpdir(), 'away', 'model.onnx') };
}

test('the encoder that ships answers the same bits from its kept graph, whose file is not read', async () => {
  const files = await readEncoderDirectory(join(__dirname, '../../onnx/encoder'), { provider: 'cpu' });
  const graphs = folder();
  const [plain, first] = [await answers(files), await answers(files, graphs)];
  const again = await answers({ ...files, modelFile: 'away' }, graphs);
  expect(first).toEqual(plain);
  expect(again).toEqual(plain);
});

test('why texts are padded is kept with the graph', async () => {
  const files = filesOf(attentionEncoder({ positions: 'none' }));
  const graphs = folder();
  const { paddingReason } = await answers(files, graphs);
  expect(await answers(withoutFile(files), graphs)).toMatchObject({ paddingReason });
});

test('a kept graph that is damaged is made anew, and what other versions left goes', async () => {
  const files = filesOf(attentionEncoder());
  const graphs = folder();
  const plain = await answers(files, graphs);
  const [name] = readdirSync(graphs);
  mkdirSync(join(graphs, `${files.hash.slice(0, 16)}-of-another-version`));
  const model = join(graphs, name, 'model.onnx');
  const whole = readFileSync(model);
  writeFileSync(model, whole.subarray(0, whole.length - 8));
  await expect(answers(withoutFile(files), graphs)).rejects.toThrow('no such file');
  expect(await answers(files, graphs)).toEqual(plain);
  expect(readdirSync(graphs)).toEqual([name]);
  expect(readFileSync(model).equals(whole)).toBe(true);
});

test('two that start at once, and a folder that cannot be written, cost nobody an answer', async () => {
  const files = filesOf(attentionEncoder());
  const graphs = folder();
  const [one, other] = await Promise.all([answers(files, graphs), answers(files, graphs)]);
  expect(one).toEqual(other);
  expect(readdirSync(graphs)).toHaveLength(1);
  rmSync(graphs, { recursive: true });
  writeFileSync(graphs, '');
  expect(await answers(files, graphs)).toEqual(one);
});

test('what a process left that ended while it tried the graph keeps others from trying it for a while', async () => {
  const files = filesOf(attentionEncoder());
  const graphs = folder();
  const plain = await answers(files, graphs);
  const [name] = readdirSync(graphs);
  renameSync(join(graphs, name), join(graphs, `${name}.tmp`));
  expect(await answers(files, graphs)).toEqual(plain);
  expect(readdirSync(graphs)).toEqual([`${name}.tmp`]);
  utimesSync(join(graphs, `${name}.tmp`), 0, 0);
  expect(await answers(files, graphs)).toEqual(plain);
  expect(readdirSync(graphs)).toEqual([name]);
});

test('two settings of one encoder keep a graph each', async () => {
  const files = filesOf(attentionEncoder());
  const graphs = folder();
  const settings = [files, { ...files, normalize: !files.normalize }];
  for (const each of settings) await answers(each, graphs);
  expect(readdirSync(graphs)).toHaveLength(2);
  for (const each of settings) await answers(withoutFile(each), graphs);
});

test('an encoder that nobody opened for a month makes room for the next one', async () => {
  const graphs = folder();
  const [first, second, third] = [{}, { mask: 'kept' }, { mask: 'replaced' }] as const;
  const files = [first, second, third].map((options) => filesOf(attentionEncoder(options)));
  await answers(files[0], graphs);
  const [kept] = readdirSync(graphs);
  const longAgo = () => utimesSync(join(graphs, kept), 0, 0);
  longAgo();
  await answers(withoutFile(files[0]), graphs);
  await answers(files[1], graphs);
  expect(readdirSync(graphs)).toHaveLength(2);
  expect(readdirSync(graphs)).toContain(kept);
  longAgo();
  await answers(files[2], graphs);
  expect(readdirSync(graphs)).toHaveLength(2);
  expect(readdirSync(graphs)).not.toContain(kept);
});
