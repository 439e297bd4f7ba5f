import { constants, setPriority } from 'node:os';
import { doJobs } from './doJobs';
import type { TrainingSettings } from './session';

/**
 * A separate process for trainings: at the first message it runs those that wait, then ends; it also ends when its
 * parent does.
 */
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
