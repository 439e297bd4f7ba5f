import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installedRuntime, REGISTRY_PROVIDER, sha256OfFile } from '../../src/engine/cuda/providerFiles';

/**
 * Fetches the CUDA 13 provider from the npm registry, checks size and hash, and renames it into the directory. Throws an
 * Error when it does not fit the installed runtime or is not what was published.
 */
export async function fetchProvider(directory: string): Promise<void> {
  const { package: name, version: packed, runtime, folder, files } = REGISTRY_PROVIDER;
  const { version } = installedRuntime();
  if (version !== runtime)
    throw new Error(`${name} ${packed} fits runtime ${runtime}, and ${version} is installed`);
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-cuda-'));
  try {
    console.log(`Fetching ${name} ${packed} (180 MB) by npm`);
    const archive = execFileSync('npm', ['pack', '--silent', `${name}@${packed}`], {
      cwd: work,
      encoding: 'utf8',
    }).trim();
    execFileSync('tar', ['xzf', archive, ...files.map((file) => `${folder}/${file.name}`)], { cwd: work });
    for (const file of files) {
      const unpacked = join(work, folder, file.name);
      const bytes = statSync(unpacked).size;
      if (bytes !== file.bytes) throw new Error(`${file.name} has ${bytes} bytes, not ${file.bytes}`);
      const hash = await sha256OfFile(unpacked);
      if (hash !== file.sha256) throw new Error(`${file.name} has SHA-256 ${hash}, not ${file.sha256}`);
    }
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
