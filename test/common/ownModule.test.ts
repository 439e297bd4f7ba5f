import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../src/common/packageRoot';
import { openDatabase } from '../../src/registry/database/database';
import { EMBEDDINGS } from '../../src/registry/database/migrations';

test('a thread runs from its source', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-thread-')), 'cache.db');
  openDatabase(file, EMBEDDINGS).close();
  const script = `
    const { Worker } = require('node:worker_threads');
    const { path, execArgv } = require('./src/common/ownModule.ts').ownModule('registry/database/logThread');
    new Worker(path, { workerData: ${JSON.stringify(file)}, execArgv }).once('exit', (code) => console.log(code));
  `;
  const words = ['--require', 'tsx/cjs', '--eval', script];
  expect(execFileSync(process.execPath, words, { cwd: PACKAGE_ROOT, encoding: 'utf8' })).toBe('0\n');
});
