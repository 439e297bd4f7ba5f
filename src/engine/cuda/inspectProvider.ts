import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from '../../common/hashFiles';
import { messageOf, codeOf } from '../../common/thrown';
import { certain } from '../../common/certain';
import {
  CUDA_LIBRARY,
  installedRuntime,
  REGISTRY_PROVIDER,
  SHARED_LIBRARY,
  versionsNamedIn,
} from './providerFiles';

/** State of the CUDA provider's files; `problems` say in plain words what is missing and what provides it. */
export interface ProviderReport {
  state: 'absent' | 'wrong_version' | 'damaged' | 'unloadable' | 'complete';
  directory: string;
  problems: string[];
  /** Where the loader looks for libraries; empty if it does not have to look. */
  searched: string[];
}

/** Libraries that the provider opens by name at run time, so that the loader does not list them. */
const OPENED_LATER = ['libcudnn.so.9'];

/** The loader's last search folders, as distributions lay out their libraries. */
const DEFAULT_FOLDERS = [
  '/lib/x86_64-linux-gnu',
  '/usr/lib/x86_64-linux-gnu',
  '/lib64',
  '/usr/lib64',
  '/lib',
  '/usr/lib',
];
/** It is not on every PATH. */
const LDCONFIG = ['ldconfig', '/sbin/ldconfig', '/usr/sbin/ldconfig'];

const BRINGERS: [RegExp, string][] = [
  [/^libcuda\.so/, 'the NVIDIA driver (package nvidia-driver, or --gpus all for a container)'],
  [/^libcublas/, 'cuBLAS (part of the CUDA toolkit: libcublas)'],
  [/^libcudart/, 'the CUDA runtime (part of the CUDA toolkit: cuda-cudart)'],
  [/^libcurand/, 'cuRAND (part of the CUDA toolkit: libcurand)'],
  [/^libcufft/, 'cuFFT (part of the CUDA toolkit: libcufft)'],
  [/^libcudnn/, 'cuDNN 9'],
];

/** Inspects the provider's files and asks the loader for their dependencies; loads nothing. */
export async function inspectProvider(runtime = installedRuntime()): Promise<ProviderReport> {
  const { version, directory } = runtime;
  const report = (state: ProviderReport['state'], problems: string[]): ProviderReport => ({
    state,
    directory,
    problems,
    searched: state === 'unloadable' ? searchedByLoader(directory) : [],
  });
  const elsewhere = otherPlatform();
  if (elsewhere !== null) return report('absent', [elsewhere]);
  if ([SHARED_LIBRARY, CUDA_LIBRARY].some((name) => !existsSync(join(directory, name)))) {
    return report('absent', ['The CUDA provider is not installed; `make cuda` installs it.']);
  }
  const library = join(directory, CUDA_LIBRARY);
  const known = certain(
    REGISTRY_PROVIDER.files.find((file) => file.name === CUDA_LIBRARY),
    `${CUDA_LIBRARY} among the provider's files`,
  );
  const ours = statSync(library).size === known.bytes;
  if (ours && (await hashFiles([library])) !== known.sha256) {
    return report('damaged', [
      `${CUDA_LIBRARY} has the right size and the wrong content; run \`make cuda\` again.`,
    ]);
  }
  const versions = ours ? new Set<string>([REGISTRY_PROVIDER.runtime]) : await versionsNamedIn(library);
  if (!versions.has(version)) {
    const found = versions.size > 0 ? [...versions].join(', ') : 'no version of ONNX Runtime';
    return report('wrong_version', [
      `${CUDA_LIBRARY} names ${found}, but the runtime is ${version}; run \`make cuda\` again.`,
    ]);
  }
  const problems = [
    ...problemsOfLoading(directory),
    ...OPENED_LATER.filter((name) => !isFound(name, directory)).map(explainMissing),
  ];
  return report(problems.length > 0 ? 'unloadable' : 'complete', problems);
}

/** Null on Linux x64, the only platform with CUDA; else a sentence that says so. */
export function otherPlatform(): string | null {
  const here = `${process.platform} ${process.arch}`;
  return here === 'linux x64' ? null : `CUDA is served on Linux x64; this is ${here}.`;
}

/** The report as lines for a person. */
export function describeReport({ state, directory, problems, searched }: ProviderReport): string[] {
  if (state === 'complete')
    return [`The CUDA provider in ${directory} is complete and its libraries are found.`];
  const looked = state === 'unloadable' ? [`The loader looked in ${searched.join(', ')}.`] : [];
  return [...problems, ...looked];
}

function explainMissing(name: string): string {
  const bringer = BRINGERS.find(([pattern]) => pattern.test(name))?.[1] ?? 'a system library';
  return `${name} is not found: it comes with ${bringer}.`;
}

function problemsOfLoading(directory: string): string[] {
  try {
    const listed = execFileSync('ldd', [join(directory, CUDA_LIBRARY)], {
      encoding: 'utf8',
      env: loaderEnvironment(directory),
      stdio: 'pipe',
    });
    return [...listed.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => explainMissing(name));
  } catch (error) {
    // Without ldd, the trial run finds what is missing.
    if (codeOf(error) === 'ENOENT') return [];
    const reason = (error as { stderr?: string }).stderr?.trim() || messageOf(error);
    return [`${CUDA_LIBRARY} is nothing that the loader can read (${reason}); run \`make cuda\` again.`];
  }
}

function loaderEnvironment(directory: string): NodeJS.ProcessEnv {
  const path = [process.env.LD_LIBRARY_PATH, directory].filter(Boolean).join(':');
  return { ...process.env, LD_LIBRARY_PATH: path };
}

function isFound(name: string, directory: string): boolean {
  return (
    searchedByLoader(directory).some((folder) => existsSync(join(folder, name))) ||
    loaderCache().includes(name)
  );
}

function searchedByLoader(directory: string): string[] {
  const named = (process.env.LD_LIBRARY_PATH ?? '').split(':').filter(Boolean);
  const cached = [...loaderCache().matchAll(/=> (\/\S+)\/[^/\s]+$/gm)].map(([, folder]) => folder);
  return [...new Set([directory, ...named, ...cached, ...DEFAULT_FOLDERS])];
}

let cache: string | undefined;

function loaderCache(): string {
  cache ??= LDCONFIG.map(listCache).find((listed) => listed !== '') ?? '';
  return cache;
}

function listCache(program: string): string {
  try {
    return execFileSync(program, ['-p'], { encoding: 'utf8', stdio: 'pipe' });
  } catch {
    return '';
  }
}
