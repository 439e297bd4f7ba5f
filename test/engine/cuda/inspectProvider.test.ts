import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeReport, inspectProvider } from '../../../src/engine/cuda/inspectProvider';
import { CUDA_LIBRARY, SHARED_LIBRARY, versionsNamedIn } from '../../../src/engine/cuda/providerFiles';

const VERSION = '1.29.0';
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'provider-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const inspect = () => inspectProvider({ version: VERSION, directory });

/** A real shared library that names a runtime version and, where asked, needs libraries that are nowhere. */
function buildLibrary(version: string, needs: string[]): void {
  const source = join(directory, 'provider.cc');
  writeFileSync(join(directory, SHARED_LIBRARY), '');
  writeFileSync(source, `extern "C" const char names[] = "\\0${version.replace(/^1/, '" "1')}\\0";`);
  const links = needs.map((name) => {
    const stub = join(directory, 'stub.cc');
    writeFileSync(stub, 'extern "C" int nothing() { return 0; }');
    execFileSync('g++', [
      '-shared',
      '-fPIC',
      `-Wl,-soname,${name}`,
      '-o',
      join(directory, `gone-${name}`),
      stub,
    ]);
    return join(directory, `gone-${name}`);
  });
  const output = join(directory, CUDA_LIBRARY);
  execFileSync('g++', ['-shared', '-fPIC', '-Wl,--no-as-needed', '-o', output, source, ...links]);
}

test('a provider that is not there is called absent, with the command that brings it', async () => {
  const report = await inspect();
  expect(report.state).toBe('absent');
  expect(report.problems[0]).toMatch(
    /libonnxruntime_providers_shared\.so and .*providers_cuda\.so.*`make cuda`/,
  );
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
  expect(report.problems[0]).toContain(CUDA_LIBRARY);
});
