import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os, { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { grantedCores, planProcesses } from '../../src/engine/cores';

function machine(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'shelfcast-cores-'));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

describe('grantedCores', () => {
  beforeEach(() => void jest.spyOn(os, 'availableParallelism').mockReturnValue(4));
  afterEach(() => jest.restoreAllMocks());

  test('is the affinity where no quota is set', () => {
    expect(grantedCores(machine({}))).toBe(4);
    expect(grantedCores(machine({ 'sys/fs/cgroup/cpu.max': 'max 100000\n' }))).toBe(4);
  });

  test('follows the quota of the own group and of those above it', () => {
    const own = { 'proc/self/cgroup': '0::/a/b\n', 'sys/fs/cgroup/a/b/cpu.max': '100000 100000\n' };
    expect(grantedCores(machine(own))).toBe(1);
    const above = { 'proc/self/cgroup': '0::/a/b\n', 'sys/fs/cgroup/a/cpu.max': '50000 100000\n' };
    expect(grantedCores(machine(above))).toBe(1);
  });

  test('rounds a fraction up and follows the older layout', () => {
    const legacy = {
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '150000',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
    };
    expect(grantedCores(machine(legacy))).toBe(2);
  });
});

test('planProcesses gives each core a process, then threads, and each GPU a process', () => {
  expect(planProcesses(1)).toEqual({ processes: 1, threads: 1 });
  expect(planProcesses(6)).toEqual({ processes: 6, threads: 1 });
  expect(planProcesses(32)).toEqual({ processes: 8, threads: 4 });
  expect(planProcesses(16, 1)).toEqual({ processes: 1, threads: 8 });
  expect(planProcesses(16, 4)).toEqual({ processes: 4, threads: 4 });
});
