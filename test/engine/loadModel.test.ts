import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import type { Manifest } from '../../src/contract/manifest';
import { Engine } from '../../src/engine/engine';
import { loadModel } from '../../src/engine/loadModel';
import { writeTinyEncoder } from '../support/tinyEncoder';
import { tinyHead, writeManifest, writeTinyModel } from '../support/tinyModel';

let engine: Engine;
let good: string;
beforeAll(async () => {
  engine = await Engine.start({ encoder: writeTinyEncoder(), device: 'cpu', processes: 2, threads: 1 });
  good = await writeTinyModel(engine);
});
afterAll(() => engine.close());

/** A copy of the good model, spoilt. */
function spoilt(spoil: (directory: string, manifest: Manifest) => void): string {
  const directory = join(mkdtempSync(join(tmpdir(), 'shelfcast-spoilt-')), 'tiny');
  cpSync(good, directory, { recursive: true });
  spoil(directory, manifestOf(directory));
  return directory;
}

function manifestOf(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as Manifest;
}

function replaceHead(directory: string, manifest: Manifest, bytes: Uint8Array): void {
  writeFileSync(join(directory, 'head.onnx'), bytes);
  manifest.files['head.onnx'] = createHash('sha256').update(bytes).digest('hex');
  writeManifest(directory, manifest);
}

test('a whole model loads and reproduces its golden records', async () => {
  const model = await loadModel(engine, good);
  expect(model.name).toBe('tiny');
  expect(model.bankRows.get('T2')).toBe(2);
});

describe('a model is refused by name and with the reason when', () => {
  const cases: [string, RegExp, (directory: string, manifest: Manifest) => void][] = [
    ['it has no manifest', /manifest\.json/, (d) => writeFileSync(join(d, 'manifest.json'), '')],
    ['its manifest is cut off', /not valid JSON/, (d) => truncateSync(join(d, 'manifest.json'), 200)],
    [
      'its manifest lacks a field',
      /horizon/,
      (d, m) => writeManifest(d, { ...m, horizon: undefined } as unknown as Manifest),
    ],
    [
      'a file is cut off',
      /numeric-only\.onnx.*hashes differ/,
      (d) => truncateSync(join(d, 'numeric-only.onnx'), 99),
    ],
    [
      'its manifest is a pipe that nobody writes to',
      /manifest\.json is not a file/,
      (d) => {
        rmSync(join(d, 'manifest.json'));
        execFileSync('mkfifo', [join(d, 'manifest.json')]);
      },
    ],
    [
      'a head is a pipe that nobody writes to',
      /head\.onnx is not a file/,
      (d) => {
        rmSync(join(d, 'head.onnx'));
        execFileSync('mkfifo', [join(d, 'head.onnx')]);
      },
    ],
    [
      'a further column has the name of a built-in one',
      /column 'lead' has the name of a built-in one/,
      (d, m) => {
        m.schema.numeric = [...m.schema.numeric, 'lead'];
        writeManifest(d, m);
      },
    ],
    [
      'a file is missing',
      /extra\.json is missing/,
      (d, m) => {
        m.files['extra.json'] = '0'.repeat(64);
        writeManifest(d, m);
      },
    ],
    [
      'its manifest reaches out of the directory',
      /not a file beside it/,
      (d, m) => {
        m.files['../tiny/head.onnx'] = m.files['head.onnx'];
        writeManifest(d, m);
      },
    ],
    [
      'it was trained with another encoder',
      /encoder 'other'.*weights/,
      (d, m) => {
        m.encoder.name = 'other';
        m.encoder.hash = 'f'.repeat(64);
        writeManifest(d, m);
      },
    ],
    [
      'its features are others',
      /features/,
      (d, m) => {
        m.features.names = m.features.names.slice(1);
        writeManifest(d, m);
      },
    ],
    ['its head is no ONNX', /does not load or run/, (d, m) => replaceHead(d, m, Buffer.from('nonsense'))],
    [
      'its head is another kind of graph',
      /head has no output|does not load/,
      (d, m) => replaceHead(d, m, readFileSync(join(engine.encoder.directory, 'onnx/model.onnx'))),
    ],
    [
      'its head takes another width',
      /features \d+ wide/,
      (d, m) => {
        const options = { dimension: 8, bank: new Float32Array(8), bias: 0, text: false, numbers: true };
        replaceHead(d, m, tinyHead({ ...options, width: 3 }));
      },
    ],
    [
      'a golden record comes out otherwise',
      /golden record 1/,
      (d, m) => {
        m.golden[1].numeric_only.mean[0] += 1;
        writeManifest(d, m);
      },
    ],
    ['it has no golden records', /no golden records/, (d, m) => writeManifest(d, { ...m, golden: [] })],
  ];
  test.each(cases)('%s', async (_, reason, spoil) => {
    await expect(loadModel(engine, spoilt(spoil))).rejects.toMatchObject({
      code: 'model_refused',
      detail: expect.stringMatching(reason),
    });
  });

  afterAll(async () => {
    // Whatever was refused, the processes live and a good model still loads.
    expect(engine.pool.state()).toMatchObject({ running: 2, restarts: 0 });
    await loadModel(engine, good);
  });
});
