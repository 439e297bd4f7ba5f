import { errorOf } from '../../common/thrown';
import { type Database, isLocked, truncateLog, pragmaNumber } from '../database/database';

/** Removals within this time of each other are erased together. */
const PAUSE_MS = 1000;
const RETRY_MS = 30_000;
/** Waits this long for others' locks, between attempts in which writes continue. */
const LOCK_MS = 100;
/** Rewriting blocks writes; this many times as long passes before the next rewrite. */
const REST = 20;
/** A smaller file is rewritten at once, since nobody waits for long. */
const SMALL_BYTES = 16e6;
/** A larger one after this long without a write, at the latest after `LONGEST_WAIT_MS`. */
const QUIET_MS = 2000;
const LONGEST_WAIT_MS = 3_600_000;

/**
 * Rewrites a database from which something was permanently removed, since any page may hold an older copy of it. The
 * pending rewrite is recorded in the database, so that it survives a restart.
 */
export class Erasure {
  private timer: NodeJS.Timeout | null = null;
  private due = false;
  /** Whether the file was rewritten after the last removal. */
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

  /** Something was written, by someone who would have to wait for a rewrite. */
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

  /** Whether it is better to let others write for now. */
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
      // A reader of the earlier state keeps it in the log; another rewrite would only make that longer.
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
