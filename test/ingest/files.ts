import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary directory for a test file; call `remove` when done. */
export function temporary() {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
  let files = 0;
  return {
    directory,
    /** Writes a file and returns its path. */
    file: (content: string | Uint8Array, name = `${files++}.csv`): string => {
      const path = join(directory, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
