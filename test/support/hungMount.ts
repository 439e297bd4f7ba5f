import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface HungMount {
  directory: string;
  /** Whoever waits for it gets an error. */
  close(): void;
}

/** A mount that answers nobody, as one whose server is gone; null where this user may not mount. */
export function hungMount(parent = mkdtempSync(join(tmpdir(), 'shelfcast-hung-'))): HungMount | null {
  if (!existsSync('/dev/fuse')) return null;
  const device = openSync('/dev/fuse', 'r+');
  const options = 'fd=3,rootmode=40000,user_id=0,group_id=0';
  const { status } = spawnSync('mount', ['-i', '-t', 'fuse', '-o', options, 'hung', parent], {
    stdio: ['ignore', 'ignore', 'ignore', device],
  });
  const close = () => {
    closeSync(device);
    spawnSync('umount', ['--lazy', parent]);
  };
  if (status === 0) return { directory: parent, close };
  closeSync(device);
  return null;
}
