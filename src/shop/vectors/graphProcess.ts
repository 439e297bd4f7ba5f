import { fork } from 'node:child_process';
import { ownModule } from '../../common/ownModule';

/** Files of a graph to be written: those kept before, if there are any, and the vectors that the graph is to be of. */
export interface GraphTask {
  before: string;
  next: string;
  graph: string;
}

/** Writes a graph in a process of its own, so that nobody waits for it. Rejects where that fails. */
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
