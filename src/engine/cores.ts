import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/**
 * Cores that this process may really use: its affinity mask, limited by a cgroup's CPU quota (v2 `cpu.max` of every
 * group up to the root, v1 `cpu.cfs_quota_us`). At least 1; a fraction is rounded up.
 */
export function grantedCores(root = '/'): number {
  const quotas = [...unifiedQuotas(root), legacyQuota(root)].filter((quota) => quota !== null);
  return Math.max(1, Math.ceil(Math.min(availableParallelism(), ...quotas)));
}

export interface ProcessPlan {
  /** Inference processes. */
  processes: number;
  /** Intra-op threads of each. */
  threads: number;
}

const MOST_PROCESSES = 8;

/**
 * One single-threaded process per core encodes the most texts a second. Beyond eight, threads are added instead,
 * because every process holds its own copy of the encoder. Each GPU has one process.
 */
export function planProcesses(cores: number, gpus = 0): ProcessPlan {
  if (gpus > 0) return { processes: gpus, threads: Math.min(MOST_PROCESSES, Math.ceil(cores / gpus)) };
  const processes = Math.min(cores, MOST_PROCESSES);
  return { processes, threads: Math.max(1, Math.floor(cores / processes)) };
}

function unifiedQuotas(root: string): (number | null)[] {
  const group = /^0::(.*)$/m.exec(read(join(root, 'proc/self/cgroup')) ?? '')?.[1] ?? '/';
  const names = group.split('/').filter((name) => name && name !== '..');
  return [...Array(names.length + 1).keys()].map((depth) => {
    const text = read(join(root, 'sys/fs/cgroup', ...names.slice(0, depth), 'cpu.max'));
    const [quota, period] = (text ?? 'max').trim().split(' ').map(Number);
    return quota > 0 && period > 0 ? quota / period : null;
  });
}

function legacyQuota(root: string): number | null {
  const directory = join(root, 'sys/fs/cgroup/cpu');
  const quota = Number(read(join(directory, 'cpu.cfs_quota_us')) ?? -1);
  const period = Number(read(join(directory, 'cpu.cfs_period_us')) ?? 0);
  return quota > 0 && period > 0 ? quota / period : null;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
