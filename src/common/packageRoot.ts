import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package, from its sources as from what was built of them, wherever that put this file. */
export const PACKAGE_ROOT = rootAbove(__dirname);

function rootAbove(directory: string): string {
  return existsSync(join(directory, 'package.json')) ? directory : rootAbove(dirname(directory));
}
