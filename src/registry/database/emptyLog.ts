import { Worker } from 'node:worker_threads';
import { ownModule } from '../../common/ownModule';

/**
 * Moves what was written from a database's log into its own file. A thread of its own waits for the disk, and holds the lock
 * meanwhile. Resolves when it has ended, whether it could or not.
 */
export function emptyLog(file: string): Promise<void> {
  const { path, execArgv } = ownModule('registry/database/logThread');
  const worker = new Worker(path, { workerData: file, execArgv });
  worker.unref();
  return new Promise((resolve) => {
    worker.once('exit', () => resolve());
    // The log stays as it is, and is tried again.
    worker.once('error', () => {});
  });
}
