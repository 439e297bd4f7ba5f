import { constants, setPriority } from 'node:os';
import type { GraphTask } from './graphProcess';
import { writeGraph } from './writeGraph';

/**
 * A separate process: it writes the graph that its first message names, and ends; it also ends when its parent does.
 */
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit(1));
process.once('message', (task: GraphTask) => {
  writeGraph(task).then(
    () => process.exit(0),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
});
