import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyEncoder } from '../../support/tinyEncoder';

/** All that run.sh says it needs, and what a shell script is made of. */
const ESSENTIALS = ['sh', 'tar', 'xz', 'sha256sum', 'cat', 'grep', 'mkdir', 'dirname'];
const PART_BYTES = 24 * 2 ** 20;

let work: string;
let bundle: string;
let bin: string;

beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'shelfcast-bundle-'));
  bundle = join(work, 'bundle');
  bin = join(work, 'bin');
  mkdirSync(bin);
  for (const name of ESSENTIALS) {
    const found = execFileSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).trim();
    symlinkSync(found, join(bin, name));
  }
  // A tiny encoder in place of those that ship, and no models.
  const encoder = writeTinyEncoder(join(work, 'onnx/encoder'));
  renameSync(join(encoder, 'onnx/model.onnx'), join(encoder, 'onnx/model_fp16.onnx'));
  const options = [
    '--provider',
    'none',
    '--onnx',
    join(work, 'onnx'),
    '--level',
    '0',
    '--part-size',
    '24MiB',
  ];
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/cuda/pack.ts', '--out', bundle, ...options], {
    stdio: 'ignore',
  });
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** Runs the bundle in an empty directory, with nothing on the path but the essentials. */
function run(...args: string[]) {
  const directory = mkdtempSync(join(work, 'empty-'));
  const { status, stderr } = spawnSync(join(bin, 'sh'), [join(bundle, 'run.sh'), ...args], {
    cwd: directory,
    env: { PATH: bin, TMPDIR: work },
    encoding: 'utf8',
  });
  return { status, said: stderr, directory };
}

test('its parts are no larger than asked for', () => {
  const parts = readdirSync(bundle).filter((name) => /^(base|project)-\d{3}$/.test(name));
  expect(parts).toEqual(expect.arrayContaining(['base-000', 'base-001', 'project-000']));
  for (const part of parts) expect(statSync(join(bundle, part)).size).toBeLessThanOrEqual(PART_BYTES);
});

test('a part that is not there is named', () => {
  renameSync(join(bundle, 'base-001'), join(work, 'base-001'));
  const { status, said } = run();
  expect(status).toBe(3);
  expect(said).toMatch(/^Not here yet: base-001\nCarry these into .*bundle and run this again\.$/m);
  renameSync(join(work, 'base-001'), join(bundle, 'base-001'));
});

test('a damaged part is named, and nothing is unpacked', () => {
  const part = join(bundle, 'base-001');
  const whole = join(work, 'whole');
  copyFileSync(part, whole);
  writeFileSync(part, 'x', { flag: 'a' });
  const { status, said } = run();
  expect(status).toBe(3);
  expect(said).toMatch(/base-001: FAILED/);
  expect(said).toMatch(/Carry the parts that FAILED into .*bundle once more and run this again\./);
  expect(existsSync(join(bundle, 'unpacked/bin/node'))).toBe(false);
  renameSync(whole, part);
});

test('it measures the CPU without a Node or a network of the machine, and writes its figures where it was started', () => {
  const { status, said, directory } = run('--provider', 'cpu', '--only', 'parity', '--out', 'own.json');
  expect(said).toMatch(/Everything is measured on the CPU; these are no figures of a GPU\./);
  expect(status).toBe(0);
  expect(readdirSync(directory)).toEqual(['own.json']);
  const results = JSON.parse(readFileSync(join(directory, 'own.json'), 'utf8'));
  expect(results).toMatchObject({
    provider: 'cpu',
    machine: { node: process.version },
    inspection: { state: 'absent' },
    parity: { precision: 'fp16', texts: 200, within: true },
  });
  expect(results.inspection.directory).toContain(join(bundle, 'unpacked'));
});

test('asked for CUDA without the provider it measures nothing and says so; what is unpacked stays', () => {
  const { status, said, directory } = run('--provider', 'cuda');
  expect(said).toMatch(/^The CUDA provider is not installed; .*\nNOTHING WAS MEASURED: CUDA was asked for/);
  expect(status).toBe(2);
  expect(readdirSync(directory)).toEqual([]);
});

test('an encoder that is in neither place is asked for, by the path as it was given', () => {
  const { status, said, directory } = run('--provider', 'cpu', '--onnx', 'elsewhere');
  expect(status).toBe(1);
  expect(said).toBe(
    `There is no encoder in ${join(directory, 'elsewhere')}: name the directory that holds it with --onnx.\n`,
  );
});
