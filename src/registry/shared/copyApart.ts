import { Worker } from 'node:worker_threads';
import { ownModule } from '../../common/ownModule';
import type { ViewPlace } from './viewPlace';

/** Runs copyView in a separate thread, so that this one can go on answering. */
export async function copyApart(file: string, to: string): Promise<ViewPlace> {
  const { path, execArgv } = ownModule('registry/shared/copyThread');
  const worker = new Worker(path, { workerData: { file, to }, execArgv });
  return new Promise<ViewPlace>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (status) =>
      reject(new Error(`the thread that copies the database ended with ${status}`)),
    );
  });
}
