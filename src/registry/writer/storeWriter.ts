import { Worker } from 'node:worker_threads';
import { ownModule } from '../../common/ownModule';
import { ShelfcastError } from '../../contract/errors';
import { receivedError } from '../../contract/sentError';
import type { WriteAnswer, WriteRequest, WriterNews } from './messages';
import type { CatalogChanges } from './catalogChanges';
import type { Writes } from './writes';

/** Writes under way or waiting at most. */
const MOST_WAITING = 4096;
/** Without a write for so long the thread ends: it weighs 20 MB. */
const REST_MS = 30_000;

/** Where a catalog is told something. */
export interface CatalogWriter {
  /**
   * Resolves once what was told is kept for good and the catalog has it. Rejects with the write's own ShelfcastError; with
   * `queue_full` or `not_ready` where it could not be done and may be sent again.
   */
  write<Name extends keyof CatalogChanges>(
    name: Name,
    argument: Parameters<CatalogChanges[Name]>[0],
  ): Promise<ReturnType<CatalogChanges[Name]>>;
}

interface Waiting {
  request: WriteRequest;
  resolve(result: never): void;
  reject(error: Error): void;
}

/**
 * Writes into the store from a server that goes on answering: a thread of its own has its own connection, waits there for
 * the locks of other programs, and puts what waits meanwhile into one transaction.
 */
export class StoreWriter implements CatalogWriter {
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | null = null;
  private closing: (() => void) | null = null;
  private requests = 0;

  constructor(
    private readonly file: string,
    private readonly onWarning: (reason: string) => void = () => {},
    private readonly restMs = REST_MS,
  ) {}

  /** Starts the thread, which goes on with what it was at when the last one ended. */
  start(): void {
    this.thread().unref();
  }

  /** Resolves once what was written lies on the disk. */
  write<Name extends keyof Writes>(
    name: Name,
    argument: Parameters<Writes[Name]>[0],
  ): Promise<ReturnType<Writes[Name]>> {
    if (this.waiting.size >= MOST_WAITING) {
      const detail = `${MOST_WAITING} writes wait for the disk; send this again.`;
      return Promise.reject(new ShelfcastError('queue_full', detail, { retryAfterSeconds: 1 }));
    }
    const request: WriteRequest = { id: ++this.requests, name, argument };
    return new Promise((resolve, reject) => {
      this.send(request);
      this.waiting.set(request.id, { request, resolve, reject });
    });
  }

  /** Resolves when all is written and the thread has ended. */
  async close(): Promise<void> {
    if (this.waiting.size > 0) await new Promise<void>((resolve) => (this.closing = resolve));
    const { worker } = this;
    if (!worker) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage(null);
    await ended;
  }

  private send(request: WriteRequest): void {
    const thread = this.thread();
    thread.ref();
    thread.postMessage(request);
  }

  private thread(): Worker {
    this.worker ??= this.spawn();
    return this.worker;
  }

  private spawn(): Worker {
    const { path, execArgv } = ownModule('registry/writer/writerThread');
    const worker = new Worker(path, { workerData: { file: this.file, restMs: this.restMs }, execArgv });
    let reason = 'it ended';
    worker.on('message', (news: WriterNews) => {
      if (news === 'rests') this.rested();
      else if ('warning' in news) this.onWarning(news.warning);
      else news.answers.forEach((answer) => this.take(answer));
    });
    worker.once('error', (error) => (reason = error.message));
    worker.once('exit', () => {
      if (this.worker !== worker) return;
      this.worker = null;
      const detail = 'The thread that writes has ended; send again what was not answered.';
      const cause = new Error(reason);
      for (const id of [...this.waiting.keys()])
        this.settle(id, ({ reject }) =>
          reject(new ShelfcastError('not_ready', detail, { cause, retryAfterSeconds: 1 })),
        );
    });
    return worker;
  }

  /** What came too late for the thread that ends goes to the next one. */
  private rested(): void {
    this.worker = null;
    for (const { request } of this.waiting.values()) this.send(request);
  }

  private take(answer: WriteAnswer): void {
    this.settle(answer.id, ({ resolve, reject }) => {
      if ('error' in answer) reject(receivedError(answer.error));
      else resolve(answer.result as never);
    });
  }

  private settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting) how(waiting);
    if (this.waiting.size > 0) return;
    this.worker?.unref();
    this.closing?.();
  }
}
