import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashFiles } from '../../src/common/hashFiles';
import { installedRuntime, REGISTRY_PROVIDER, type ProviderFile } from '../../src/engine/cuda/providerFiles';

/**
 * Fetches the CUDA 13 provider from the npm registry, checks size and hash, and renames it into the directory; does
 * nothing where it lies there already. Throws an Error when it does not fit the installed runtime or is not what was
 * published.
 */
export async function fetchProvider(directory: string): Promise<void> {
  const { package: name, version: packed, runtime, folder, files } = REGISTRY_PROVIDER;
  const { version } = installedRuntime();
  if (version !== runtime)
    throw new Error(`${name} ${packed} fits runtime ${runtime}, and ${version} is installed`);
  if ((await firstProblem(directory, files)) === null)
    return console.log(`${name} ${packed} is in place already`);
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-cuda-'));
  try {
    console.log(`Fetching ${name} ${packed} (180 MB) by npm`);
    const archive = execFileSync('npm', ['pack', '--silent', `${name}@${packed}`], {
      cwd: work,
      encoding: 'utf8',
    }).trim();
    execFileSync('tar', ['xzf', archive, ...files.map((file) => `${folder}/${file.name}`)], { cwd: work });
    const problem = await firstProblem(join(work, folder), files);
    if (problem !== null) throw new Error(problem);
    for (const file of files) {
      const beside = join(directory, `${file.name}.tmp`);
      copyFileSync(join(work, folder, file.name), beside);
      renameSync(beside, join(directory, file.name));
      console.log(`${file.name}: ${file.bytes} bytes, SHA-256 ${file.sha256}`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** How the first file that is not as published differs; null when all are. */
async function firstProblem(directory: string, files: readonly ProviderFile[]): Promise<string | null> {
  for (const { name, bytes, sha256 } of files) {
    const size = statSync(join(directory, name), { throwIfNoEntry: false })?.size;
    if (size === undefined) return `${name} is missing`;
    if (size !== bytes) return `${name} has ${size} bytes, not ${bytes}`;
    const hash = await hashFiles([join(directory, name)]);
    if (hash !== sha256) return `${name} has SHA-256 ${hash}, not ${sha256}`;
  }
  return null;
}
