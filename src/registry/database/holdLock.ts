import BetterSqlite3 from 'better-sqlite3';
import { isLocked } from './database';
import { stem } from './stem';

/** Work that only one of the processes on a database does. */
export type HeldWork = 'jobs' | 'recordings' | 'view';

/**
 * The right to do some work on a registry, which only one process can hold: a file lock, released when the process ends
 * in whatever way. Null if another process holds it.
 */
export function holdLock(registryFile: string, work: HeldWork): (() => void) | null {
  const lock = new BetterSqlite3(`${stem(registryFile)}-${work}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (error) {
    lock.close();
    if (isLocked(error)) return null;
    throw error;
  }
}
