import { truncateSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Random } from '../../src/common/random';
import { childrenOf, type SoakedServer } from './server';

const EACH_MS = 10_000;

/** One trouble after the other, with a rest between; resolves to how often there was each. */
export async function troubles(
  server: SoakedServer,
  random: Random,
  going: () => boolean,
): Promise<Record<string, number>> {
  const { child, disk, cacheFile, logFile } = server;
  const kinds: Record<string, () => Promise<void>> = {
    'a process stopped': async () => {
      const pid = random.pick(childrenOf(child.pid!));
      if (pid === undefined) return;
      signal(pid, 'SIGSTOP');
      await sleep(EACH_MS);
      signal(pid, 'SIGCONT');
    },
    'a process killed': async () => {
      const pid = random.pick(childrenOf(child.pid!));
      if (pid !== undefined) signal(pid, 'SIGKILL');
      await sleep(EACH_MS);
    },
    'the disk full': async () => {
      try {
        disk.fill();
        await sleep(EACH_MS);
      } finally {
        disk.makeRoom();
        truncateSync(logFile);
      }
    },
    'the cache locked': async () => {
      const database = new Database(cacheFile);
      try {
        database.pragma('busy_timeout = 2000');
        database.exec('BEGIN EXCLUSIVE');
        await sleep(EACH_MS);
        database.exec('ROLLBACK');
      } finally {
        database.close();
      }
    },
  };
  const counts: Record<string, number> = {};
  while (going()) {
    for (const [kind, cause] of Object.entries(kinds)) {
      if (!going()) break;
      await cause().then(
        () => (counts[kind] = (counts[kind] ?? 0) + 1),
        (error: Error) => console.error(`${kind}: ${error.message}`),
      );
      await sleep(EACH_MS / 2);
    }
  }
  return counts;
}

/** It may have ended by itself meanwhile. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone.
  }
}
