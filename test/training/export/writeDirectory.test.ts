import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDirectory } from '../../../src/training/export/writeDirectory';

const MARK = 'manifest.json';
let root: string;

beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'shelfcast-directory-'))));
afterEach(() => rmSync(root, { recursive: true }));

function directoryWith(name: string, file?: string): string {
  const directory = join(root, name);
  mkdirSync(directory);
  if (file) writeFileSync(join(directory, file), 'old');
  return directory;
}

test.each([undefined, MARK])('a directory that holds %s is replaced whole', async (file) => {
  const target = directoryWith('model', file);
  await writeDirectory(target, new Map([['new.txt', 'new']]), MARK);
  expect(readdirSync(target)).toEqual(['new.txt']);
  expect(readdirSync(root)).toEqual(['model']);
});

test('a directory of another kind is refused and stays as it was', async () => {
  const target = directoryWith('photographs', 'holiday.jpg');
  await expect(writeDirectory(target, new Map([[MARK, '{}']]), MARK)).rejects.toThrow(
    'is not empty and has no manifest.json; name a new directory',
  );
  expect(readdirSync(target)).toEqual(['holiday.jpg']);
  expect(readdirSync(root)).toEqual(['photographs']);
});

test('a file in its place is refused and stays as it was', async () => {
  const target = join(root, 'sales.csv');
  writeFileSync(target, 'sku,units');
  await expect(writeDirectory(target, new Map([[MARK, '{}']]), MARK)).rejects.toThrow('is a file');
  expect(readFileSync(target, 'utf8')).toBe('sku,units');
});

test('a file that cannot be written leaves what was there', async () => {
  const target = directoryWith('model', MARK);
  const files = new Map([
    ['fine.txt', 'fine'],
    ['fine.txt/no-folder.txt', 'lost'],
  ]);
  await expect(writeDirectory(target, files, MARK)).rejects.toThrow(/EEXIST|ENOTDIR/);
  expect(readFileSync(join(target, MARK), 'utf8')).toBe('old');
  expect(readdirSync(root)).toEqual(['model']);
});

test('files of folders within it are written with them', async () => {
  const target = directoryWith('model', MARK);
  const files = new Map([
    [MARK, 'new'],
    ['encoder/onnx/model.onnx', 'graph'],
  ]);
  await writeDirectory(target, files, MARK);
  expect(readFileSync(join(target, 'encoder/onnx/model.onnx'), 'utf8')).toBe('graph');
});
