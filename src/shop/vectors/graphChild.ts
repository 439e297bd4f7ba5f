import { constants, setPriority } from 'node:os';
import type { GraphTask } from './graphProcess';
import { writeGraph } from './writeGraph';

/** A process of its own: it writes the graph that its first message names, and ends; so it does when left alone. */
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
