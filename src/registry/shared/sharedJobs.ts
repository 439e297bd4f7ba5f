import type { Database } from '../database/database';
import type { JobQueue } from '../jobs/jobQueue';
import type { JobStore } from '../jobs/jobs';
import { jobsToTell, jobTold, takeJobs } from './jobRows';
import type { Listener } from './listener';
import type { SharedCatalog } from './sharedCatalog';

const TELL_MS = 2000;

/** Trainings of a shared catalog: requested and followed on any server, run by one. */
export class SharedJobs implements JobQueue {
  private readonly timer: NodeJS.Timeout;
  private readonly told = new Map<number, string>();
  private telling: Promise<void> | null = null;

  constructor(
    private readonly jobs: Database,
    private readonly store: JobStore,
    private readonly shared: SharedCatalog,
    private readonly listener: Listener,
    private readonly warn: (reason: string) => void,
  ) {
    this.timer = setInterval(() => this.tell(), TELL_MS);
    this.timer.unref();
  }

  add(job: Parameters<JobQueue['add']>[0]): Promise<number> {
    return this.shared.write('addJob', { job, created: new Date().toISOString() });
  }

  async cancel(id: number): Promise<void> {
    // Errors are thrown here, and known only to this server.
    this.store.get(id);
    await this.shared.write('cancelJob', { id });
  }

  /** Whether this server may run trainings now. */
  readonly mayStart = async (): Promise<boolean> => {
    if (!(await this.listener.hold('jobs'))) return false;
    await this.shared.caughtUp();
    takeJobs(this.jobs, this.shared.server);
    return true;
  };

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.telling;
  }

  private tell(): void {
    this.telling ??= this.tellNow()
      .catch((error: Error) => this.warn(error.message))
      .finally(() => (this.telling = null));
  }

  /** Sends this server's progress to the others, and lets another take over when nothing is left to do. */
  private async tellNow(): Promise<void> {
    const changed = () =>
      jobsToTell(this.jobs, this.shared.server).filter(
        (job) => this.told.get(job.row.id) !== JSON.stringify(job),
      );
    // Another server may have taken them over meanwhile.
    if (changed().length > 0) await this.shared.caughtUp();
    for (const job of changed()) {
      await this.shared.write('tellJob', job);
      jobTold(this.jobs, job);
      this.told.set(job.row.id, JSON.stringify(job));
    }
    if (!this.store.hasOpen) {
      this.told.clear();
      await this.listener.letGo('jobs');
    }
  }
}
