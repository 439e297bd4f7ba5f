import { fork } from 'node:child_process';
import { extname, join } from 'node:path';

/** Files of a graph to be written: those kept before, if there are any, and the vectors that the graph is to be of. */
export interface GraphTask {
  before: string;
  next: string;
  graph: string;
}

/** Writes a graph in a process of its own, so that nobody waits for it. Rejects where that fails. */
export function writeGraphApart(task: GraphTask): Promise<void> {
  const extension = extname(__filename);
  const child = fork(join(__dirname, `graphChild${extension}`), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: extension === '.ts' ? ['--import', 'tsx'] : [],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.once('exit', (status, signal) =>
      status === 0
        ? resolve()
        : reject(new Error(`the process that writes the graph of neighbours ended (${signal ?? status})`)),
    );
    child.send(task);
  });
}
