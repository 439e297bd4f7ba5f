import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Path of a module of `src/` as `test/environment/beforeAll.js` built it, for processes that a test starts. */
export function builtModule(name: string): string {
  return join(tmpdir(), 'dist', `${name}.js`);
}
