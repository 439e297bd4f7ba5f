import { setTimeout as sleep } from 'node:timers/promises';
import { shellWord } from '../common/shellWord';
import type { JobStore } from '../registry/jobs/jobs';
import { JobLauncher } from '../retraining/jobLauncher';
import type { TrainingSettings } from '../retraining/session';
import { stageBars } from './stageBars';

const LOOK_MS = 500;
const NO_LOG = { info: () => {}, warn: () => {} };

const INTERRUPTED = 130;

/**
 * Starts a process that runs the trainings of a catalog, or watches the process that runs them, until all have ended.
 * If stopped, the training in progress stays queued.
 */
export async function followJobs(
  settings: TrainingSettings,
  store: JobStore,
  ids: readonly number[],
  quiet: boolean | undefined,
): Promise<void> {
  const launcher = new JobLauncher(store, settings, NO_LOG);
  const onInterrupt = () => {
    launcher.close();
    const db = shellWord(settings.database);
    process.stderr.write(
      `shelfcast: stopped; the training goes on where it was with: shelfcast jobs run --db ${db} (to drop it: jobs cancel ${ids.join(' ')} --db ${db})\n`,
    );
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', onInterrupt);
  const { onStage, stop } = stageBars(quiet);
  try {
    for (;;) {
      const open = ids.map((id) => store.get(id)).filter(({ ended }) => ended === null);
      if (open.length === 0) return;
      const progress = open.find(({ state }) => state === 'running')?.progress;
      if (progress) onStage(progress.stage, progress.done, progress.of);
      await sleep(LOOK_MS);
    }
  } finally {
    process.off('SIGINT', onInterrupt);
    stop();
    launcher.close();
  }
}
