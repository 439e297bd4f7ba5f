import { fork } from 'node:child_process';
import { ownModule } from '../../common/ownModule';

/** Files for writing a graph: the earlier ones, if any, and the vectors of the new graph. */
export interface GraphTask {
  before: string;
  next: string;
  graph: string;
}

/** Writes a graph in a separate process, so that nobody waits for it. Rejects if that fails. */
export function writeGraphApart(task: GraphTask): Promise<void> {
  const { path, execArgv } = ownModule('shop/vectors/graphChild');
  const child = fork(path, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
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
