import { errorOf } from '../../common/thrown';
import { type Database, isLocked, truncateLog, pragmaNumber } from '../database/database';

/** Removals within so long of each other are erased together. */
const PAUSE_MS = 1000;
const RETRY_MS = 30_000;
/** Others' locks are waited for between attempts, in which writes go on. */
const LOCK_MS = 100;
/** Rewriting holds writes up; after it comes so many times as long without. */
const REST = 20;
/** A smaller file is rewritten as soon as may be: nobody waits for long. */
const SMALL_BYTES = 16e6;
/** A larger one once nothing was written for so long, or at last when so much time has passed. */
const QUIET_MS = 2000;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Rewrites a database from which something was removed for good: a page may hold an older copy of what is gone, wherever
 * it lies. That it is due is written in the database, so that a restart does not forget it.
 */
export class Erasure {
  private timer: NodeJS.Timeout | null = null;
  private due = false;
  /** The file was rewritten after the last removal. */
  private rewritten = false;
  private restUntil = -Infinity;
  private removedAt = -Infinity;
  private wroteAt = -Infinity;

  constructor(
    private readonly database: Database,
    private readonly onFailed: (error: Error) => void,
    private readonly now = () => performance.now(),
  ) {
    const due = database.prepare('SELECT 1 FROM erasures').get();
    if (due) this.removed();
  }

  /** Something was written, by whoever would have to wait. */
  wrote(): void {
    this.wroteAt = this.now();
  }

  /** Whether the database is to be rewritten. */
  get isDue(): boolean {
    return this.due;
  }

  /** Something was removed. */
  removed(): void {
    this.due = true;
    if (this.rewritten || this.removedAt === -Infinity) this.removedAt = this.now();
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

  /** Whether others are better let write for now. */
  private get isBusy(): boolean {
    const now = this.now();
    if (now - this.wroteAt >= QUIET_MS || now - this.removedAt >= LONGEST_WAIT_MS) return false;
    const pages = pragmaNumber(this.database, 'page_count');
    return pages * pragmaNumber(this.database, 'page_size') > SMALL_BYTES;
  }

  private erase(): void {
    if (!this.rewritten && this.isBusy) return this.schedule(PAUSE_MS);
    const patience = pragmaNumber(this.database, 'busy_timeout');
    this.database.pragma(`busy_timeout = ${LOCK_MS}`);
    try {
      if (!this.rewritten) this.rewrite();
      // Whoever reads the state of before keeps it in the log; one more rewriting would only lengthen that.
      if (truncateLog(this.database)) {
        this.database.exec('DELETE FROM erasures');
        this.due = false;
      } else this.schedule(PAUSE_MS);
    } catch (error) {
      if (!isLocked(error)) this.onFailed(errorOf(error));
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
