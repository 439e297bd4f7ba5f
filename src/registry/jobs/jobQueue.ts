import { whenUnlocked } from '../database/database';
import type { NewJob } from './jobStatements';
import type { JobStore } from './jobs';

/** Where trainings are requested and cancelled. */
export interface JobQueue {
  /** Resolves to the job's number. Rejects as JobStore.add throws. */
  add(job: NewJob): Promise<number>;
  /** Rejects as JobStore.cancel throws. */
  cancel(id: number): Promise<void>;
}

/** For a catalog that is not shared with other machines. */
export function ownQueue(store: JobStore): JobQueue {
  return {
    add: (job) => whenUnlocked(() => store.add(job)),
    cancel: async (id) => void (await whenUnlocked(() => store.cancel(id))),
  };
}
