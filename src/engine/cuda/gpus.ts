import { execFileSync } from 'node:child_process';

const LIMIT_MS = 10_000;

/**
 * How many GPUs CUDA can use, numbered from 0: those in CUDA_VISIBLE_DEVICES, else those that nvidia-smi lists. Null if
 * neither is available.
 */
export function countGpus(environment: NodeJS.ProcessEnv = process.env): number | null {
  const visible = environment['CUDA_VISIBLE_DEVICES'];
  if (visible !== undefined) {
    // CUDA stops reading at the first invalid index.
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
