import { type ChildProcess, fork } from 'node:child_process';
import { ownModule } from '../common/ownModule';
import { holdLock } from '../registry/database/holdLock';
import type { JobStore } from '../registry/jobs/jobs';
import type { TrainingSettings } from './session';

const LOOK_MS = 2000;
const LONGEST_DELAY_MS = 60_000;

export interface LauncherLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Keeps a process running the trainings of a catalog as long as any wait and no other server's process does. */
export class JobLauncher {
  private child: ChildProcess | null = null;
  private failures = 0;
  private notBefore = 0;
  private looking = false;
  private closed = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: JobStore,
    private readonly settings: TrainingSettings,
    private readonly log: LauncherLog,
    /** Whether this server may run trainings now. */
    private readonly mayStart: () => Promise<boolean> = () => Promise.resolve(isFree(settings.database)),
  ) {
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
    this.look();
  }

  /** Starts a process if there is work. Calling it after adding a job avoids waiting for the next check. */
  look(): void {
    if (this.looking) return;
    this.looking = true;
    void this.lookNow()
      .catch((error: Error) => {
        this.log.warn({ reason: error.message }, 'trainings cannot be looked for');
        this.wait();
      })
      .finally(() => (this.looking = false));
  }

  /** Ends the process; its job resumes after the last finished step when this server may run trainings again. */
  interrupt(): void {
    this.child?.kill('SIGKILL');
  }

  /** Ends the process; its job resumes after the last finished step when a server starts again. */
  close(): void {
    clearInterval(this.timer);
    this.closed = true;
    this.interrupt();
  }

  private async lookNow(): Promise<void> {
    if (this.child || performance.now() < this.notBefore || !this.store.hasOpen) return;
    if ((await this.mayStart()) && !this.closed) this.start();
  }

  private start(): void {
    const { path, execArgv } = ownModule('retraining/jobProcess');
    const child = fork(path, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
    this.child = child;
    // A process that does not start cannot be sent a message either: two errors.
    child.on('error', (error) => this.log.warn({ reason: error.message }, 'a training cannot be started'));
    child.once('close', (status, signal) => this.ended(status, signal));
    child.send(this.settings);
    this.log.info({ pid: child.pid }, 'a process for trainings began');
  }

  private ended(status: number | null, signal: NodeJS.Signals | null): void {
    this.child = null;
    if (status === 0) {
      this.failures = 0;
      return;
    }
    this.log.warn({ status, signal }, 'the process for trainings ended early');
    this.wait();
  }

  private wait(): void {
    const delay = Math.min(LONGEST_DELAY_MS, LOOK_MS * 2 ** this.failures++);
    this.notBefore = performance.now() + delay;
  }
}

/** Whether no other process on this catalog's file runs trainings. */
function isFree(database: string): boolean {
  const release = holdLock(database, 'jobs');
  release?.();
  return release !== null;
}
