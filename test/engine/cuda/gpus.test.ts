import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countGpus } from '../../../src/engine/cuda/gpus';

test('CUDA_VISIBLE_DEVICES decides how many GPUs there are', () => {
  expect(countGpus({ CUDA_VISIBLE_DEVICES: '0,2' })).toBe(2);
  expect(countGpus({ CUDA_VISIBLE_DEVICES: '1,-1,0' })).toBe(1);
  expect(countGpus({ CUDA_VISIBLE_DEVICES: '' })).toBe(0);
});

test('else nvidia-smi does; where it is missing or fails, the number is not known', () => {
  const directory = mkdtempSync(join(tmpdir(), 'nvidia-smi-'));
  const says = (script: string) =>
    writeFileSync(join(directory, 'nvidia-smi'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  expect(countGpus({ PATH: directory })).toBeNull();
  says("echo 'GPU 0: NVIDIA A (UUID: GPU-1)'; echo 'GPU 1: NVIDIA A (UUID: GPU-2)'");
  expect(countGpus({ PATH: directory })).toBe(2);
  says("echo 'No devices were found'");
  expect(countGpus({ PATH: directory })).toBe(0);
  says("echo 'it has failed because it could not talk to the driver'; exit 9");
  expect(countGpus({ PATH: directory })).toBeNull();
});
