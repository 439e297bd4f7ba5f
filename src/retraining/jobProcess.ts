import { constants, setPriority } from 'node:os';
import { doJobs } from './doJobs';
import type { TrainingSettings } from './session';

/** A process of its own for trainings: asked by the first message, it does those that wait and ends; so it does when left alone. */
setPriority(constants.priority.PRIORITY_LOW);
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit());
process.once('message', (settings: TrainingSettings) => {
  doJobs(settings, () => process.exit()).then(
    () => process.exit(),
    (error: Error) => {
      process.stderr.write(`${error.stack}\n`);
      process.exit(1);
    },
  );
});
