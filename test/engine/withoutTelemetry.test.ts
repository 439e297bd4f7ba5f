import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { builtModule } from '../support/builtModule';

const ROOT = join(__dirname, '../..');

test('a process that opens a session writes nothing of its own accord', async () => {
  const home = mkdtempSync(join(tmpdir(), 'shelfcast-home-'));
  const program = `
    const { readFileSync } = require('node:fs');
    const { openOnCpu } = require(${JSON.stringify(builtModule('engine/runtime'))});
    openOnCpu(readFileSync('onnx/demo-shop/head.onnx')).then((session) => console.log(session.inputNames.length));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--eval', program], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home },
  });
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(readdirSync(home, { recursive: true })).toEqual([]);
});
