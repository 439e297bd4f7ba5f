import { Worker } from 'node:worker_threads';
import { ownModule } from '../../common/ownModule';
import { ShelfcastError } from '../../contract/errors';
import { receivedError } from '../../contract/sentError';
import type { WriteAnswer, WriteRequest, WriterNews } from './messages';
import type { CatalogChanges } from './catalogChanges';
import type { Writes } from './writes';

/** Most writes in progress or waiting. */
const MOST_WAITING = 4096;
/** The thread, which takes 20 MB, ends after this long without a write. */
const REST_MS = 30_000;

/** Where a catalog is changed. */
export interface CatalogWriter {
  /**
   * Resolves once the change is durable and the catalog has it. Rejects with the write's own ShelfcastError; with
   * `queue_full` or `not_ready` if it was not done and may be sent again.
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
 * Writes to the store while the server goes on answering: a separate thread has its own connection, waits there for
 * other programs' locks, and puts waiting writes into one transaction.
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

  /** Starts the thread, which continues unfinished work of the last one. */
  start(): void {
    this.thread().unref();
  }

  /** Resolves once the write is on disk. */
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

  /** Resolves when everything is written and the thread has ended. */
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

  /** What came too late for the ending thread goes to the next one. */
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
