import BetterSqlite3 from 'better-sqlite3';
import { isLocked } from './database';
import { stem } from './stem';

/** What one process of all on a database does. */
export type HeldWork = 'jobs' | 'recordings' | 'view';

/**
 * The right to do some work on a registry, which one holder of all has: a lock of the file system, which ends with the
 * process that holds it, however that ends. Null where another has it.
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
