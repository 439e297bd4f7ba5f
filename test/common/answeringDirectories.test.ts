import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answeringDirectories } from '../../src/common/answeringDirectories';
import { hungMount } from '../support/hungMount';

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

(hung ? test : test.skip)(
  'one on a mount that answers nobody is given up, and holds up no other',
  async () => {
    const others = Array.from({ length: 20 }, (_, n) => join(directory, `${n}`));
    const asked = [hung!.directory, join(hung!.directory, 'model'), ...others];
    expect(await answeringDirectories(asked, 10)).toEqual(new Set(others));
  },
);
