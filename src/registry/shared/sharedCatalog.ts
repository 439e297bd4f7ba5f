import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { certain } from '../../common/certain';
import { messageOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import type { Database } from '../database/database';
import type { StoreWriter, CatalogWriter } from '../writer/storeWriter';
import type { CatalogChanges } from '../writer/catalogChanges';
import type { LogEntry } from './applyEntries';
import { withSnapshot } from './joinCatalog';
import { type AppenderHooks, LogAppender } from './logAppender';
import { missingIn } from './restoreView';
import type { KeptEntry } from './logEntries';
import type { SharedLog } from './sharedLog';
import { viewPlace } from './viewPlace';

/** How often entries are looked for without a notification. */
const LOOK_MS = 1000;
/** A server that lags by more than this is not ready. */
const MOST_BEHIND_MS = 10_000;

/** What a server does besides updating its view. */
export interface SharedHooks {
  /** Removes other copies of products to be deleted, and returns a function that repeats this once they are deleted. */
  forget(skus: readonly string[]): Promise<() => Promise<void>>;
  /** A model was trained, activated or removed. */
  modelsTold(): void;
  log: AppenderHooks['log'];
}

/**
 * A catalog that several servers share. A change first goes into the log in PostgreSQL; every server applies it to its
 * own file in the same order. The caller is answered once both have it.
 */
export class SharedCatalog implements CatalogWriter {
  private readonly appender: LogAppender;
  private following: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private known: { head: number; applied: number } = { head: 0, applied: 0 };
  private reachedAt = -Infinity;
  private behindSince: number | null = null;
  private trouble: string | null = null;

  constructor(
    private readonly database: Database,
    private readonly log: SharedLog,
    private readonly writer: StoreWriter,
    private readonly hooks: SharedHooks,
  ) {
    this.appender = new LogAppender(log, { appended: () => void this.follow(), log: hooks.log });
    this.known.applied = this.place.sequence;
  }

  get server(): string {
    return this.place.server;
  }

  /** Progress of this server; `reached` is false while PostgreSQL does not answer. */
  get progress(): { applied: number; head: number; reached: boolean } {
    return { ...this.known, reached: performance.now() - this.reachedAt < 3 * LOOK_MS };
  }

  /** Why this server's forecasts are too old to serve; null if they are not. */
  get lagReason(): string | null {
    const { applied, head, reached } = this.progress;
    const behind = this.behindSince === null ? 0 : performance.now() - this.behindSince;
    if (!reached || behind < MOST_BEHIND_MS) return null;
    return `This server is ${head - applied} entries behind the shared catalog${this.trouble ? `: ${this.trouble}` : '.'}`;
  }

  /** From now on the view follows the log. */
  start(): void {
    this.timer = setInterval(() => void this.follow(), LOOK_MS);
    void this.follow();
  }

  write<Name extends keyof CatalogChanges>(
    name: Name,
    argument: Parameters<CatalogChanges[Name]>[0],
  ): Promise<ReturnType<CatalogChanges[Name]>> {
    return this.appender.append(name, argument, null) as Promise<ReturnType<CatalogChanges[Name]>>;
  }

  /** Sends a file of sales, as written by writeSaleFile. */
  async ingest({
    file,
    ...about
  }: Parameters<CatalogChanges['ingestFile']>[0]): Promise<ReturnType<CatalogChanges['ingestFile']>> {
    const blob = { id: `file ${randomUUID()}`, path: file };
    return this.appender.append('ingestFile', about, blob) as Promise<
      ReturnType<CatalogChanges['ingestFile']>
    >;
  }

  /** Resolves once the view has everything that is in the log now; rejects if that is impossible. */
  async caughtUp(): Promise<void> {
    await this.follow();
    if (this.trouble !== null) throw new ShelfcastError('not_ready', this.trouble, { retryAfterSeconds: 1 });
  }

  /** Applies what others appended; resolves when that is done, or cannot be done now. */
  follow(): Promise<void> {
    this.again = true;
    this.following ??= this.followAll().finally(() => {
      this.following = null;
      if (this.again) void this.follow();
    });
    return this.following;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.appender.close();
    await this.following;
  }

  private get place() {
    return certain(viewPlace(this.database), 'place in the log');
  }

  private async followAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await this.followOnce();
        if (this.trouble !== null) this.hooks.log.info({}, 'the shared catalog is followed again');
        this.trouble = null;
      } catch (error) {
        const message = messageOf(error);
        if (this.trouble === null)
          this.hooks.log.warn({ reason: message }, 'the shared catalog cannot be followed now');
        this.trouble = message;
        this.appender.giveUp(error);
      }
    }
  }

  private async followOnce(): Promise<void> {
    const state = await this.log.state();
    this.reachedAt = performance.now();
    if (!state)
      throw new ShelfcastError('not_ready', 'PostgreSQL no longer has the catalog; start this server anew.');
    const { log, sequence } = this.place;
    if (log !== state.id)
      throw new ShelfcastError('not_ready', 'PostgreSQL holds another catalog now; start this server anew.');
    this.know(state.head, sequence);
    if (sequence < state.cut || sequence > state.head) await this.restore();
    for (let { head, applied } = this.known; applied < head; { head, applied } = this.known) {
      const entries = await this.log.after(applied);
      if (entries.at(0)?.sequence !== applied + 1) throw new Error('the log was cut meanwhile');
      await this.apply(entries);
      const last = entries[entries.length - 1].sequence;
      this.know(Math.max(head, last), last);
    }
  }

  private async apply(kept: readonly KeptEntry[]): Promise<void> {
    const files: string[] = [];
    const removed = kept.flatMap(({ kind, payload }) =>
      kind === 'removeProduct' ? [JSON.parse(payload) as string] : [],
    );
    try {
      const entries: LogEntry[] = [];
      for (const { sequence, kind, payload, blob } of kept) {
        const file = kind === 'ingestFile' && blob !== null ? `${this.database.name}.${sequence}.told` : null;
        if (file !== null) {
          files.push(file);
          await this.log.readBlob({ id: certain(blob, 'file of the entry'), path: file });
        }
        entries.push({ sequence, kind, payload, file });
      }
      const forgetRest = removed.length > 0 ? await this.hooks.forget(removed) : null;
      const outcomes = await this.writer.write('applyEntries', entries);
      await forgetRest?.();
      outcomes.forEach((outcome, at) => this.appender.settle(kept[at].sequence, outcome));
      if (kept.some(({ kind }) => MODEL_KINDS.includes(kind))) this.hooks.modelsTold();
    } finally {
      for (const file of files) await rm(file, { force: true });
    }
  }

  /** The entries after the view's last one were removed: it starts over from the snapshot. */
  private async restore(): Promise<void> {
    const { server, sequence } = this.place;
    await withSnapshot(this.database, this.log, async (snapshot, { id, head, cut }) => {
      this.hooks.log.warn({ sequence, cut, head }, 'the view is copied anew from PostgreSQL');
      const forgetRest = await this.hooks.forget(missingIn(this.database, snapshot));
      await this.writer.write('restoreView', { snapshot, log: id, server });
      await forgetRest();
      this.know(head, this.place.sequence);
    });
    this.hooks.modelsTold();
  }

  private know(head: number, applied: number): void {
    this.known = { head, applied };
    if (applied >= head) this.behindSince = null;
    else this.behindSince ??= performance.now();
  }
}

const MODEL_KINDS = ['putTrained', 'forgetTrained', 'activateModel'];
