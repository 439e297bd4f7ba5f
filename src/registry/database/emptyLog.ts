import { Worker } from 'node:worker_threads';
import { ownModule } from '../../common/ownModule';

/**
 * Moves the content of a database's log into its own file. A separate thread waits for the disk, holding the lock
 * meanwhile. Resolves when it has ended, successful or not.
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
