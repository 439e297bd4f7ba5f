import { execFileSync } from 'node:child_process';

const LIMIT_MS = 10_000;

/**
 * GPUs that CUDA numbers from 0: those that CUDA_VISIBLE_DEVICES leaves, else those that nvidia-smi lists. Null where
 * neither tells.
 */
export function countGpus(environment: NodeJS.ProcessEnv = process.env): number | null {
  const visible = environment['CUDA_VISIBLE_DEVICES'];
  if (visible !== undefined) {
    // CUDA stops reading at the first index that is none.
    const names = visible.split(',').map((name) => name.trim());
    const end = names.findIndex((name) => name === '' || name.startsWith('-'));
    return end < 0 ? names.length : end;
  }
  try {
    const listed = execFileSync('nvidia-smi', ['-L'], {
      encoding: 'utf8',
      env: environment,
      stdio: 'pipe',
      timeout: LIMIT_MS,
    });
    return [...listed.matchAll(/^GPU \d+:/gm)].length;
  } catch {
    return null;
  }
}
