import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file of the CUDA provider, as published. */
export interface ProviderFile {
  name: string;
  bytes: number;
  sha256: string;
}

export const SHARED_LIBRARY = 'libonnxruntime_providers_shared.so';
export const CUDA_LIBRARY = 'libonnxruntime_providers_cuda.so';

/** The provider from the npm registry: built by Microsoft for CUDA 13 and cuDNN 9, packaged by a third party. */
export const REGISTRY_PROVIDER = {
  package: 'com.github.asus4.onnxruntime.linux-x64-gpu',
  version: '0.4.9',
  runtime: '1.29.0',
  folder: 'package/Plugins/Linux/x64',
  files: [
    {
      name: SHARED_LIBRARY,
      bytes: 14_632,
      sha256: 'c6a12593396095f5670160e284c35d1700b7708cf3037b7042e2a5200ccae772',
    },
    {
      name: CUDA_LIBRARY,
      bytes: 229_780_440,
      sha256: '56cf3254b118ad837ccc4ed8f6d1b23504bbf7ef91b34cbc0b289cb7f10b3037',
    },
  ] satisfies ProviderFile[],
} as const;

/** Version of the installed runtime, and the directory in which it looks for its providers. */
export function installedRuntime(): { version: string; directory: string } {
  const manifest = require.resolve('onnxruntime-node/package.json');
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { version } = require(manifest) as { version: string };
  return { version, directory: join(dirname(manifest), 'bin', 'napi-v6', process.platform, process.arch) };
}

/**
 * Versions of ONNX Runtime named in the read-only strings of a provider library. A provider must come from the same
 * build as the runtime that loads it.
 */
export async function versionsNamedIn(file: string): Promise<Set<string>> {
  const versions = new Set<string>();
  let tail = '';
  for await (const chunk of createReadStream(file, { encoding: 'latin1', highWaterMark: 1 << 22 })) {
    const text = tail + (chunk as string);
    for (const [, version] of text.matchAll(/\0(1\.\d{1,3}\.\d{1,3})(?=\0)/g)) versions.add(version);
    tail = text.slice(-16);
  }
  return versions;
}
