/** `make test-gpu`: runs what needs a GPU where there is one, and says so plainly where there is none. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inspectProvider } from '../../src/engine/cuda/inspectProvider';
import { whyNoGpu } from './whyNoGpu';

async function main(): Promise<number> {
  const reasons = whyNoGpu(await inspectProvider());
  if (reasons.length > 0) {
    console.log(['SKIPPED: nothing was tested on a GPU.', ...reasons].join('\n'));
    return 0;
  }
  const root = join(__dirname, '../..');
  const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--config', 'test/gpu/jest.config.js', '-i'];
  return spawnSync(process.execPath, jest, { cwd: root, stdio: 'inherit' }).status ?? 1;
}

main().then(
  (status) => process.exit(status),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
