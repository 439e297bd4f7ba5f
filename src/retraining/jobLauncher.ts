import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { holdLock } from '../registry/holdLock';
import type { JobStore } from '../registry/jobs';
import type { TrainingSettings } from './session';

const LOOK_MS = 2000;
const LONGEST_DELAY_MS = 60_000;

export interface LauncherLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** Keeps a process at the trainings of a catalog as long as any wait and no other server's does. */
export class JobLauncher {
  private child: ChildProcess | null = null;
  private failures = 0;
  private notBefore = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly store: JobStore,
    private readonly settings: TrainingSettings,
    private readonly log: LauncherLog,
  ) {
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.timer.unref();
    this.look();
  }

  /** Starts a process where there is something to do. Called after a job was added, it need not wait for its turn. */
  look(): void {
    try {
      if (this.child || performance.now() < this.notBefore || !this.store.hasOpen) return;
      const release = holdLock(this.settings.database, 'jobs');
      if (!release) return;
      release();
      this.start();
    } catch (error) {
      this.log.warn({ reason: (error as Error).message }, 'trainings cannot be looked for');
      this.wait();
    }
  }

  /** Ends the process; its job goes on from its last finished step when a server starts again. */
  close(): void {
    clearInterval(this.timer);
    this.child?.kill('SIGKILL');
  }

  private start(): void {
    const extension = extname(__filename);
    const child = fork(join(__dirname, `jobProcess${extension}`), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: extension === '.ts' ? ['--import', 'tsx'] : [],
    });
    this.child = child;
    // One that does not start cannot be sent to either: two errors.
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
