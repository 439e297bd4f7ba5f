import { setTimeout as sleep } from 'node:timers/promises';
import type { JobStore } from '../registry/jobs/jobs';
import { JobLauncher } from '../retraining/jobLauncher';
import type { TrainingSettings } from '../retraining/session';
import { stageBars } from './stageBars';

const LOOK_MS = 500;
const NO_LOG = { info: () => {}, warn: () => {} };

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
    stop();
    launcher.close();
  }
}
