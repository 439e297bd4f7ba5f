import { setTimeout as sleep } from 'node:timers/promises';
import type { JobStore } from '../registry/jobs/jobs';
import { JobLauncher } from '../retraining/jobLauncher';
import type { TrainingSettings } from '../retraining/session';
import { stageBars } from './stageBars';

const LOOK_MS = 500;
const NO_LOG = { info: () => {}, warn: () => {} };

/**
 * Has a process of its own do the trainings of a catalog, or watches another's do them, until these have ended. Stopped,
 * it leaves the one that was being done to whoever comes next.
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
