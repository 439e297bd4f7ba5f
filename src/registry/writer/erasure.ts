import { type Database, isLocked, truncateLog } from '../database';

/** Removals within so long of each other are erased together. */
const PAUSE_MS = 1000;
const RETRY_MS = 30_000;
/** Others' locks are waited for between attempts, in which writes go on. */
const LOCK_MS = 100;

/**
 * Rewrites a database from which something was removed for good: a page may hold an older copy of what is gone, wherever
 * it lies. That it is due is written in the database, so that a restart does not forget it.
 */
export class Erasure {
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly onFailed: (error: Error) => void,
  ) {
    const due = database.prepare('SELECT 1 FROM erasures').get();
    if (due) this.removed();
  }

  /** Something was removed. */
  removed(): void {
    this.schedule(PAUSE_MS);
  }

  close(): void {
    clearTimeout(this.timer ?? undefined);
  }

  private schedule(milliseconds: number): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = setTimeout(() => this.erase(), milliseconds);
  }

  private erase(): void {
    const patience = this.database.pragma('busy_timeout', { simple: true }) as number;
    this.database.pragma(`busy_timeout = ${LOCK_MS}`);
    try {
      this.database.exec('VACUUM');
      // Whoever reads the state of before keeps it in the log.
      if (truncateLog(this.database)) this.database.exec('DELETE FROM erasures');
      else this.schedule(PAUSE_MS);
    } catch (error) {
      if (!isLocked(error)) this.onFailed(error as Error);
      this.schedule(isLocked(error) ? PAUSE_MS : RETRY_MS);
    } finally {
      this.database.pragma(`busy_timeout = ${patience}`);
    }
  }
}
