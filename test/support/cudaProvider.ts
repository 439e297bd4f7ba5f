import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CUDA_LIBRARY, SHARED_LIBRARY } from '../../src/engine/cuda/providerFiles';

/** A real shared library in the provider's place that names a runtime version and needs libraries that are nowhere. */
export function buildProvider(directory: string, version: string, needs: string[] = []): void {
  const source = join(directory, 'provider.cc');
  writeFileSync(join(directory, SHARED_LIBRARY), '');
  writeFileSync(source, `extern "C" const char names[] = "\\0${version.replace(/^1/, '" "1')}\\0";`);
  const links = needs.map((name) => {
    const stub = join(directory, 'stub.cc');
    const library = join(directory, `gone-${name}`);
    writeFileSync(stub, 'extern "C" int nothing() { return 0; }');
    execFileSync('g++', ['-shared', '-fPIC', `-Wl,-soname,${name}`, '-o', library, stub]);
    return library;
  });
  const output = join(directory, CUDA_LIBRARY);
  execFileSync('g++', ['-shared', '-fPIC', '-Wl,--no-as-needed', '-o', output, source, ...links]);
}

/** The same beside a cuDNN: with no further needs it is complete to look at, and without a kernel in it. */
export function buildHollowProvider(directory: string, version: string, needs: string[] = []): void {
  buildProvider(directory, version, needs);
  writeFileSync(join(directory, 'libcudnn.so.9'), '');
}
