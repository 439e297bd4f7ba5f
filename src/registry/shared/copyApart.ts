import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ViewPlace } from './viewPlace';

/** As copyView, in a thread of its own, so that this one goes on answering. */
export async function copyApart(file: string, to: string): Promise<ViewPlace> {
  const extension = extname(__filename);
  const worker = new Worker(join(__dirname, `copyThread${extension}`), {
    workerData: { file, to },
    execArgv: extension === '.ts' ? ['--require', 'tsx/cjs'] : [],
  });
  return new Promise<ViewPlace>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (status) =>
      reject(new Error(`the thread that copies the database ended with ${status}`)),
    );
  });
}
