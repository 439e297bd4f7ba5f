import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { ShelfcastError } from '../../contract/errors';
import { receivedError } from '../../contract/sentError';
import type { Database } from '../database';
import type { StoreWriter, CatalogWriter } from '../writer/storeWriter';
import type { Told } from '../writer/told';
import type { LogEntry, Outcome } from './applyEntries';
import type { Blob } from './blobs';
import { withSnapshot } from './joinCatalog';
import { postgresProblem } from './postgres';
import { missingIn } from './restoreView';
import type { KeptEntry, NewEntry, SharedLog } from './sharedLog';
import { viewPlace } from './viewPlace';

/** Writes under way or waiting at most; entries that are told in one go, and characters of them. */
const MOST_WAITING = 4096;
const [MOST_TOGETHER, MOST_CHARACTERS] = [256, 4_000_000];
/** What nobody was notified of is looked for so often. */
const LOOK_MS = 1000;
/** Behind for longer than this, a server is not ready. */
const MOST_BEHIND_MS = 10_000;

/** What a server does beside its view. */
export interface SharedHooks {
  /** Removes what else is kept of products that will go, and gives what removes it again once they have gone. */
  forget(skus: readonly string[]): Promise<() => Promise<void>>;
  /** A training has made a model, one is to be active, or one is kept no more. */
  modelsTold(): void;
  log: { info(details: object, message: string): void; warn(details: object, message: string): void };
}

interface Waiting {
  entry: NewEntry;
  blob: Blob | null;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * A catalog that several servers share. What is told goes into the log in PostgreSQL first; every server does it to its own
 * file in the same order. Whoever tells something is answered once both have it.
 */
export class SharedCatalog implements CatalogWriter {
  private readonly queue: Waiting[] = [];
  /** By the numbers of their entries. */
  private readonly told = new Map<number, Waiting>();
  /** What came of entries that the view has before it is known here whose they are. */
  private readonly early = new Map<number, Outcome>();
  /** Groups on their way into the log. */
  private groups = 0;
  private telling: Promise<void> | null = null;
  private following: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | undefined;
  private known: { head: number; applied: number } = { head: 0, applied: 0 };
  private reachedAt = -Infinity;
  private behindSince: number | null = null;
  private trouble: string | null = null;
  private taking = true;

  constructor(
    private readonly database: Database,
    private readonly log: SharedLog,
    private readonly writer: StoreWriter,
    private readonly hooks: SharedHooks,
  ) {
    this.known.applied = this.place.sequence;
  }

  get server(): string {
    return this.place.server;
  }

  /** How far this server is; `reached` is false while PostgreSQL does not answer. */
  get progress(): { applied: number; head: number; reached: boolean } {
    return { ...this.known, reached: performance.now() - this.reachedAt < 3 * LOOK_MS };
  }

  /** Why this server's forecasts are too old to be asked for; null while they are not. */
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

  write<Name extends keyof Told>(
    name: Name,
    argument: Parameters<Told[Name]>[0],
  ): Promise<ReturnType<Told[Name]>> {
    return this.tell(name, argument, null) as Promise<ReturnType<Told[Name]>>;
  }

  /** Tells of a file of sales, as writeSaleFile writes it. */
  async ingest({
    file,
    ...about
  }: Parameters<Told['ingestFile']>[0]): Promise<ReturnType<Told['ingestFile']>> {
    const blob = { id: `file ${randomUUID()}`, path: file };
    return this.tell('ingestFile', about, blob) as Promise<ReturnType<Told['ingestFile']>>;
  }

  /** Resolves once the view has what is in the log now; rejects where that cannot be. */
  async caughtUp(): Promise<void> {
    await this.follow();
    if (this.trouble !== null) throw new ShelfcastError('not_ready', this.trouble, { retryAfterSeconds: 1 });
  }

  /** Takes up what others told; resolves when that is done, or cannot be done now. */
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
    await this.telling;
    await this.following;
  }

  private get place() {
    return viewPlace(this.database)!;
  }

  private tell(kind: string, argument: unknown, blob: Blob | null): Promise<unknown> {
    if (this.queue.length + this.told.size >= MOST_WAITING) {
      const detail = `${MOST_WAITING} writes wait for PostgreSQL; send this again.`;
      return Promise.reject(new ShelfcastError('queue_full', detail, { retryAfterSeconds: 1 }));
    }
    return new Promise((resolve, reject) => {
      const entry = { kind, payload: JSON.stringify(argument), blob: blob?.id ?? null };
      const waiting = { entry, blob, resolve, reject };
      // What takes its time to bring there does not hold the others up.
      if (blob) return void this.tellGroup([waiting]);
      this.queue.push(waiting);
      this.telling ??= this.tellAll().finally(() => (this.telling = null));
    });
  }

  /** What waits meanwhile is told together. */
  private async tellAll(): Promise<void> {
    // Those that come in the same turn go together from the first on.
    await null;
    while (this.queue.length > 0) await this.tellGroup(this.nextGroup());
  }

  private async tellGroup(group: readonly Waiting[]): Promise<void> {
    this.groups++;
    try {
      const blobs = group.flatMap(({ blob }) => blob ?? []);
      const last = await this.log.append(
        group.map(({ entry }) => entry),
        blobs,
      );
      this.isTaking(null);
      group.forEach((waiting, at) => this.await(last - group.length + 1 + at, waiting));
      void this.follow();
    } catch (error) {
      this.isTaking(error as Error);
      for (const { reject } of group) reject(postgresProblem(error));
    }
    this.groups--;
    if (this.groups === 0) this.early.clear();
  }

  /** Said once, and when it is over. */
  private isTaking(error: Error | null): void {
    if (error && this.taking) this.hooks.log.warn({ reason: error.message }, 'PostgreSQL takes nothing now');
    if (!error && !this.taking) this.hooks.log.info({}, 'PostgreSQL takes what is told again');
    this.taking = error === null;
  }

  private nextGroup(): Waiting[] {
    let characters = 0;
    let size = 0;
    for (const { entry } of this.queue) {
      characters += entry.payload.length;
      if (size > 0 && (size >= MOST_TOGETHER || characters > MOST_CHARACTERS)) break;
      size++;
    }
    return this.queue.splice(0, size);
  }

  private async followAll(): Promise<void> {
    while (this.again) {
      this.again = false;
      try {
        await this.followOnce();
        if (this.trouble !== null) this.hooks.log.info({}, 'the shared catalog is followed again');
        this.trouble = null;
      } catch (error) {
        const { message } = error as Error;
        if (this.trouble === null)
          this.hooks.log.warn({ reason: message }, 'the shared catalog cannot be followed now');
        this.trouble = message;
        this.giveUpOnTold(error);
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
          await this.log.readBlob({ id: blob!, path: file });
        }
        entries.push({ sequence, kind, payload, file });
      }
      const forgetRest = removed.length > 0 ? await this.hooks.forget(removed) : null;
      const outcomes = await this.writer.write('applyEntries', entries);
      await forgetRest?.();
      outcomes.forEach((outcome, at) => this.settle(kept[at].sequence, outcome));
      if (kept.some(({ kind }) => MODEL_KINDS.includes(kind))) this.hooks.modelsTold();
    } finally {
      for (const file of files) await rm(file, { force: true });
    }
  }

  /** The entries that follow on what the view has are gone: it begins anew with the snapshot. */
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

  private await(sequence: number, waiting: Waiting): void {
    this.told.set(sequence, waiting);
    const outcome = this.early.get(sequence);
    if (outcome) this.settle(sequence, outcome);
  }

  private settle(sequence: number, outcome: Outcome): void {
    const waiting = this.told.get(sequence);
    this.told.delete(sequence);
    if (!waiting) {
      if (this.groups > 0) this.early.set(sequence, outcome);
      return;
    }
    if ('error' in outcome) waiting.reject(receivedError(outcome.error));
    else waiting.resolve(outcome.result);
  }

  /** It is in the log, and will be in the view; but nobody can say when. */
  private giveUpOnTold(error: unknown): void {
    const waiting = [...this.told.values()];
    this.told.clear();
    for (const { reject } of waiting) reject(postgresProblem(error));
  }
}

const MODEL_KINDS = ['putTrained', 'forgetTrained', 'activateModel'];
