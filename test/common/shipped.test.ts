import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { shipped } from '../../src/common/shipped';

const root = process.cwd();
afterEach(() => process.chdir(root));

test('what ships is found from any folder, unless that has its own', () => {
  expect(shipped('onnx/encoder')).toBe('onnx/encoder');
  process.chdir(mkdtempSync(join(tmpdir(), 'shelfcast-elsewhere-')));
  expect(shipped('onnx/encoder')).toBe(resolve(root, 'onnx/encoder'));
  mkdirSync('onnx');
  expect([shipped('onnx'), shipped('onnx/encoder')]).toEqual(['onnx', resolve(root, 'onnx/encoder')]);
});
