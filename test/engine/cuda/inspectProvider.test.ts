import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeReport, inspectProvider } from '../../../src/engine/cuda/inspectProvider';
import {
  CUDA_LIBRARY,
  REGISTRY_PROVIDER,
  SHARED_LIBRARY,
  versionsNamedIn,
} from '../../../src/engine/cuda/providerFiles';
import { buildHollowProvider, buildProvider } from '../../support/cudaProvider';

const VERSION = '1.29.0';
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'provider-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const inspect = () => inspectProvider({ version: VERSION, directory });

const buildLibrary = (version: string, needs: string[]) => buildProvider(directory, version, needs);

test('a provider that is not there is called absent, with the command that brings it', async () => {
  const report = await inspect();
  expect(report.state).toBe('absent');
  expect(report.problems).toEqual(['The CUDA provider is not installed; `make cuda` installs it.']);
});

test('a provider of another version is refused by its version', async () => {
  buildLibrary('1.28.3', []);
  expect(await versionsNamedIn(join(directory, CUDA_LIBRARY))).toEqual(new Set(['1.28.3']));
  const report = await inspect();
  expect(report.state).toBe('wrong_version');
  expect(report.problems[0]).toContain('names 1.28.3, but the runtime is 1.29.0');
});

test('libraries that the loader cannot find are named with what brings them', async () => {
  buildLibrary(VERSION, ['libcublasLt.so.13', 'libcuda.so.1']);
  const report = await inspect();
  expect(report.state).toBe('unloadable');
  const text = describeReport(report).join('\n');
  expect(text).toContain('libcublasLt.so.13 is not found: it comes with cuBLAS');
  expect(text).toMatch(/libcuda\.so\.1 is not found: it comes with the NVIDIA driver/);
  expect(text).toContain(`The loader looked in ${directory}`);
});

test('a file that is no library is called unloadable', async () => {
  writeFileSync(join(directory, SHARED_LIBRARY), '');
  writeFileSync(join(directory, CUDA_LIBRARY), `no library \0${VERSION}\0`);
  const report = await inspect();
  expect(report.state).toBe('unloadable');
  expect(report.problems[0]).toMatch(
    /providers_cuda\.so is nothing that the loader can read \(.*`make cuda`/,
  );
});

test('a file of the published size and another content is called damaged', async () => {
  writeFileSync(join(directory, SHARED_LIBRARY), '');
  const published = REGISTRY_PROVIDER.files.find(({ name }) => name === CUDA_LIBRARY)!;
  writeFileSync(join(directory, CUDA_LIBRARY), '');
  truncateSync(join(directory, CUDA_LIBRARY), published.bytes);
  const report = await inspect();
  expect(report.state).toBe('damaged');
  expect(report.problems[0]).toContain('the right size and the wrong content');
});

test('cuDNN is asked for although the loader does not list it', async () => {
  buildProvider(directory, VERSION);
  expect((await inspect()).problems).toEqual(['libcudnn.so.9 is not found: it comes with cuDNN 9.']);
  buildHollowProvider(directory, VERSION);
  expect((await inspect()).state).toBe('complete');
});

test('where there is no ldd, what the loader would say is left to the trial run', async () => {
  buildHollowProvider(directory, VERSION, ['libcuda.so.1']);
  expect((await inspect()).state).toBe('unloadable');
  const { PATH } = process.env;
  process.env['PATH'] = '/nowhere';
  try {
    expect(await inspect()).toMatchObject({ state: 'complete', problems: [] });
  } finally {
    process.env['PATH'] = PATH;
  }
});
