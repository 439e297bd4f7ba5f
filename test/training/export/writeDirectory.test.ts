import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDirectory } from '../../../src/training/export/writeDirectory';

const root = mkdtempSync(join(tmpdir(), 'shelfcast-directory-'));
afterAll(() => rmSync(root, { recursive: true }));

test('what was there is replaced whole', async () => {
  const target = join(root, 'model');
  mkdirSync(target);
  writeFileSync(join(target, 'old.txt'), 'old');
  await writeDirectory(target, new Map([['new.txt', 'new']]));
  expect(readdirSync(target)).toEqual(['new.txt']);
  expect(readdirSync(root)).toEqual(['model']);
});

test('a file that cannot be written leaves what was there', async () => {
  const target = join(root, 'model');
  const files = new Map([
    ['fine.txt', 'fine'],
    ['no/such/folder.txt', 'lost'],
  ]);
  await expect(writeDirectory(target, files)).rejects.toThrow('ENOENT');
  expect(readFileSync(join(target, 'new.txt'), 'utf8')).toBe('new');
  expect(readdirSync(root)).toEqual(['model']);
});
