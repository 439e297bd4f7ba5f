import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDirectory } from '../../src/common/makeDirectory';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-directory-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a directory is made with those above it, and is left where it is there', () => {
  const deep = join(directory, 'a/b/c');
  makeDirectory(deep);
  makeDirectory(deep);
  expect(statSync(deep).isDirectory()).toBe(true);
});

test('where none can be made the error says so', () => {
  writeFileSync(join(directory, 'file'), '');
  expect(() => makeDirectory(join(directory, 'file/a'))).toThrow(/^ENOTDIR/);
  expect(() => makeDirectory('/proc/shelfcast/a')).toThrow();
});
