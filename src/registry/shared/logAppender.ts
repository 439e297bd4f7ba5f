import { errorOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import { receivedError } from '../../contract/sentError';
import type { EntryOutcome } from './applyEntries';
import type { Blob } from './blobs';
import { postgresProblem } from './postgres';
import type { NewEntry } from './logEntries';
import type { SharedLog } from './sharedLog';

/** Most writes in progress or waiting; most entries appended together, and most of their characters. */
const MOST_WAITING = 4096;
const [MOST_TOGETHER, MOST_CHARACTERS] = [256, 4_000_000];

export interface AppenderHooks {
  /** The log has more entries now. */
  appended(): void;
  log: { info(details: object, message: string): void; warn(details: object, message: string): void };
}

interface Waiting {
  entry: NewEntry;
  blob: Blob | null;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Appends changes to the log in PostgreSQL, many entries at once, and answers when this server's view has them too. */
export class LogAppender {
  private readonly queue: Waiting[] = [];
  /** By the numbers of their entries. */
  private readonly told = new Map<number, Waiting>();
  /** Outcomes of entries that the view had before it was known here whose they are. */
  private readonly early = new Map<number, EntryOutcome>();
  /** Groups being appended. */
  private groups = 0;
  private telling: Promise<void> | null = null;
  private taking = true;

  constructor(
    private readonly log: SharedLog,
    private readonly hooks: AppenderHooks,
  ) {}

  /** Resolves to the outcome once the view has it, or rejects; `queue_full` if too many wait. */
  append(kind: string, argument: unknown, blob: Blob | null): Promise<unknown> {
    if (this.queue.length + this.told.size >= MOST_WAITING) {
      const detail = `${MOST_WAITING} writes wait for PostgreSQL; send this again.`;
      return Promise.reject(new ShelfcastError('queue_full', detail, { retryAfterSeconds: 1 }));
    }
    return new Promise((resolve, reject) => {
      const entry = { kind, payload: JSON.stringify(argument), blob: blob?.id ?? null };
      const waiting = { entry, blob, resolve, reject };
      // Slow uploads do not hold up the others.
      if (blob) return void this.tellGroup([waiting]);
      this.queue.push(waiting);
      this.telling ??= this.tellAll().finally(() => (this.telling = null));
    });
  }

  /** The outcome of an entry that the view has now. */
  settle(sequence: number, outcome: EntryOutcome): void {
    const waiting = this.told.get(sequence);
    this.told.delete(sequence);
    if (!waiting) {
      if (this.groups > 0) this.early.set(sequence, outcome);
      return;
    }
    if ('error' in outcome) waiting.reject(receivedError(outcome.error));
    else waiting.resolve(outcome.result);
  }

  /** It is in the log, and will be in the view; but when is unknown. */
  giveUp(error: unknown): void {
    const waiting = [...this.told.values()];
    this.told.clear();
    for (const { reject } of waiting) reject(postgresProblem(error));
  }

  /** Resolves when no append is in progress. */
  async close(): Promise<void> {
    await this.telling;
  }

  /** Whatever waits meanwhile is appended together. */
  private async tellAll(): Promise<void> {
    // Entries of the same turn go together from the first on.
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
      this.hooks.appended();
    } catch (error) {
      this.isTaking(errorOf(error));
      for (const { reject } of group) reject(postgresProblem(error));
    }
    this.groups--;
    if (this.groups === 0) this.early.clear();
  }

  /** Logged once, and again when it is over. */
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

  private await(sequence: number, waiting: Waiting): void {
    this.told.set(sequence, waiting);
    const outcome = this.early.get(sequence);
    if (outcome) this.settle(sequence, outcome);
  }
}
