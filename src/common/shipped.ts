import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from './packageRoot';

/** The path of a shipped file: relative to the working directory if it exists there, else in the package. */
export function shipped(path: string): string {
  return existsSync(path) ? path : join(PACKAGE_ROOT, path);
}
