import { type Database, isLocked, truncateLog } from '../database';

/** Removals within so long of each other are erased together. */
const PAUSE_MS = 1000;
const RETRY_MS = 30_000;
/** Others' locks are waited for between attempts, in which writes go on. */
const LOCK_MS = 100;
/** Rewriting holds writes up; after it comes so many times as long without. */
const REST = 20;

/**
 * Rewrites a database from which something was removed for good: a page may hold an older copy of what is gone, wherever
 * it lies. That it is due is written in the database, so that a restart does not forget it.
 */
export class Erasure {
  private timer: NodeJS.Timeout | null = null;
  /** The file was rewritten after the last removal. */
  private rewritten = false;
  private restUntil = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly onFailed: (error: Error) => void,
    private readonly now = () => performance.now(),
  ) {
    const due = database.prepare('SELECT 1 FROM erasures').get();
    if (due) this.removed();
  }

  /** Something was removed. */
  removed(): void {
    this.rewritten = false;
    this.schedule(Math.max(PAUSE_MS, this.restUntil - this.now()));
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
      if (!this.rewritten) this.rewrite();
      // Whoever reads the state of before keeps it in the log; one more rewriting would only lengthen that.
      if (truncateLog(this.database)) this.database.exec('DELETE FROM erasures');
      else this.schedule(PAUSE_MS);
    } catch (error) {
      if (!isLocked(error)) this.onFailed(error as Error);
      this.schedule(isLocked(error) ? PAUSE_MS : RETRY_MS);
    } finally {
      this.database.pragma(`busy_timeout = ${patience}`);
    }
  }

  private rewrite(): void {
    const since = this.now();
    this.database.exec('VACUUM');
    this.rewritten = true;
    this.restUntil = this.now() + REST * (this.now() - since);
  }
}
