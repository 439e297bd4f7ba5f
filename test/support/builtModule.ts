import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Path of a module of `src/` as `test/environment/beforeAll.js` built it, for processes that a test starts. */
export function builtModule(name: string): string {
  const path = join(tmpdir(), 'dist', `${name}.js`);
  if (!existsSync(path)) throw new Error(`src/${name}.ts is not there`);
  return path;
}
