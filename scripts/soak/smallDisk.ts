import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../src/common/thrown';

const CHUNKS = [1024 * 1024, 4096, 1];

/**
 * A disk of its own, in memory, that can be filled. Mounting takes root, or this program run by
 * `unshare --map-root-user --mount`.
 */
export class SmallDisk {
  private readonly ballast: string;

  private constructor(readonly directory: string) {
    this.ballast = join(directory, 'ballast');
  }

  static mount(bytes: number): SmallDisk {
    const directory = mkdtempSync(join(tmpdir(), 'shelfcast-soak-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'shelfcast-soak', directory]);
    return new SmallDisk(directory);
  }

  /** Leaves no room for a byte. */
  fill(): void {
    const file = openSync(this.ballast, 'a');
    try {
      for (const size of CHUNKS) fillBy(file, Buffer.alloc(size));
    } finally {
      closeSync(file);
    }
  }

  makeRoom(): void {
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.directory]);
    rmdirSync(this.directory);
  }
}

function fillBy(file: number, bytes: Buffer): void {
  try {
    for (;;) writeSync(file, bytes);
  } catch (error) {
    if (codeOf(error) !== 'ENOSPC') throw error;
  }
}
