import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from './packageRoot';

/** Where something that ships lies: at this path from the working directory where it is there, else in the package. */
export function shipped(path: string): string {
  return existsSync(path) ? path : join(PACKAGE_ROOT, path);
}
