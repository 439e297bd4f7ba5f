import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answeringDirectories } from '../../src/common/answeringDirectories';
import { builtModule } from '../support/builtModule';
import { hungMount } from '../support/hungMount';
import { until } from '../support/until';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-answering-'));
const missing = join(directory, 'missing');
const hung = hungMount();
afterAll(() => hung?.close());

test('a directory answers, and one that is missing does so by an error', async () => {
  expect(await answeringDirectories([directory, missing])).toEqual(new Set([directory, missing]));
  expect(await answeringDirectories([])).toEqual(new Set());
});

test('one that is asked about twice is waited for once', async () => {
  expect(await answeringDirectories([directory, missing, directory], Infinity)).toEqual(
    new Set([directory, missing]),
  );
});

test('a process that looks ends by itself where who asked has ended', async () => {
  const program = `
    const { answeringDirectories } = require(${JSON.stringify(builtModule('common/answeringDirectories'))});
    void answeringDirectories(['/'], 1);
    console.log(require('node:fs').readFileSync('/proc/thread-self/children', 'utf8'));
    // Says all that it has to say to one who hears nothing.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    process.kill(process.pid, 'SIGKILL');`;
  const { stdout } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
  const pid = Number(stdout);
  expect(pid).toBeGreaterThan(0);
  await until(() => isGone(pid));
});

(hung ? test : test.skip)(
  'one on a mount that answers nobody is given up, and holds up no other',
  async () => {
    const others = Array.from({ length: 20 }, (_, n) => join(directory, `${n}`));
    const asked = [hung!.directory, join(hung!.directory, 'model'), ...others];
    expect(await answeringDirectories(asked, 10)).toEqual(new Set(others));
  },
);

/** Whether a process has ended, also where nobody has asked for its status yet. */
function isGone(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`).length === 0;
  } catch {
    return true;
  }
}
