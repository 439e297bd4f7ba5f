import { errorOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import type { ServingObserver } from '../../contract/observer';
import type { Encoded } from '../../contract/messages';
import { packTokens } from '../../engine/packTokens';
import { InferenceFailed, InferenceProcessDied, type EnginePool } from '../../engine/pool';
import { recordsOf, type RecordsUnderWay } from './batchRecords';
import { engineFailure } from './engineFailure';
import { Pacing, SMALL_TOKENS } from './pacing';
import { refusal, Refusals } from './refusals';
import { type Encoding, Submission, type SubmitOptions } from './submission';
import { LEAST_WINDOW, TextQueue } from './textQueue';
import { type Queued, TextsUnderWay, type TokenizedText } from './textsUnderWay';

export interface BatcherOptions {
  dimension: number;
  /** Most tokens in a batch, padding included. */
  batchTokens: number;
  /** Milliseconds that a small batch waits for more texts while another batch runs. */
  patience: number;
  observer: ServingObserver;
  /** Called for a text that ended two inference processes, with its hash. */
  onRefused: (sha256: string) => void;
}

/**
 * From this many tokens on, a batch is sent to a process that is still busy. Fewer wait until it is free: small batches
 * cost more than the short idle time before the next one.
 */
const ENOUGH_AHEAD = 256;
/** Tokens of a short text: the queue's window holds enough of them to fill a batch. */
const SHORT_TEXT = 16;

/**
 * Sends texts to the inference processes in batches. A batch goes out when a process is about to have room; while all
 * are busy the next ones gather. Identical texts are encoded once for all who wait.
 */
export class Batcher {
  private readonly queue: TextQueue<Submission>;
  private readonly pacing: Pacing<readonly Queued[]>;
  private readonly underWay: TextsUnderWay;
  /** Texts of a failed batch, each to be tried alone. */
  private readonly alone: Queued[] = [];
  private readonly refusals: Refusals;
  private readonly detach: () => void;
  private scheduled = false;

  constructor(
    private readonly pool: EnginePool,
    private readonly options: BatcherOptions,
  ) {
    this.queue = new TextQueue({
      packed: pool.paddingReason === null,
      window: Math.max(LEAST_WINDOW, Math.ceil(options.batchTokens / SHORT_TEXT)),
    });
    this.underWay = new TextsUnderWay(this.queue);
    this.pacing = new Pacing(pool, options.patience, () => this.dispatch());
    this.refusals = new Refusals(options.onRefused);
    this.detach = pool.attach({
      onFree: () => this.dispatch(),
      onLost: (error) => this.rejectWaiting(error),
    });
  }

  get waiting(): { texts: number; tokens: number } {
    return { texts: this.queue.texts, tokens: this.queue.tokens };
  }

  /**
   * Encodes texts. Rejects with `text_refused` for a text that ends inference processes, with the signal's reason when
   * it is aborted, and with `not_ready` when no process runs.
   */
  async submit(texts: readonly TokenizedText[], options: SubmitOptions): Promise<Encoding> {
    const { signal, pathOf } = options;
    if (texts.length === 0) return { vectors: [], queue: 0, inference: 0 };
    this.refusals.check(texts, pathOf);
    const { lost } = this.pool;
    if (lost) throw lost;
    if (signal.aborted) throw reasonOf(signal);
    const submission = new Submission(texts.length, options);
    const abort = () => submission.reject(reasonOf(signal));
    signal.addEventListener('abort', abort, { once: true });
    try {
      this.underWay.join(texts, submission);
      this.schedule();
      return await submission.encoding;
    } finally {
      signal.removeEventListener('abort', abort);
      if (!submission.isAnswered) this.underWay.withdraw(submission);
    }
  }

  /** Call it when nothing is submitted any more. */
  close(): void {
    this.detach();
  }

  /** Rejects everything that was not sent to a process. */
  private rejectWaiting(error: ShelfcastError): void {
    for (const queued of [...this.alone.splice(0), ...this.queue.clear()]) {
      this.underWay.forget(queued);
      reject(queued, error);
    }
  }

  /** Requests that arrive together go into one batch. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.dispatch();
    });
  }

  private dispatch(): void {
    let { freeSlots } = this.pool;
    let free = this.pacing.freeProcesses();
    const send = (batch: readonly Queued[]) => {
      freeSlots--;
      free--;
      void this.encode(batch);
    };
    while (freeSlots > 0 && this.alone.length > 0) send([this.alone.shift()!]);
    // Waiting texts are divided between processes, so that one request keeps every process of an idle machine busy.
    const share = Math.ceil(this.queue.tokens / Math.max(1, free));
    const cells = Math.min(this.options.batchTokens, Math.max(SMALL_TOKENS, share));
    while (freeSlots > 0 && this.queue.texts > 0 && (free > 0 || this.queue.tokens >= ENOUGH_AHEAD)) {
      if (this.pacing.gathers(this.queue, this.underWay.encoding)) return;
      send(this.queue.take(cells));
    }
  }

  private async encode(batch: readonly Queued[]): Promise<void> {
    const records = recordsOf(batch, this.options.dimension);
    const tokens = batch.reduce((sum, { ids }) => sum + ids.length, 0);
    this.pacing.start(batch, tokens);
    this.underWay.start(batch, records?.sent.vectorsWanted ?? true);
    try {
      const texts = packTokens(batch.map(({ ids }) => ids));
      const encoded = await this.pool.encode(texts, records?.sent);
      this.pacing.end(batch, tokens, encoded.seconds + (encoded.headSeconds ?? 0));
      if (records && encoded.outputs) {
        records.answer(encoded.outputs);
        this.options.observer.predicted(encoded.headSeconds, records.rows);
      }
      this.deliver(batch, encoded);
    } catch (error) {
      this.pacing.end(batch, tokens, null);
      this.fail(batch, records, errorOf(error));
    }
    // The pool reported free room before these texts were marked as done.
    this.dispatch();
  }

  private deliver(batch: readonly Queued[], { vectors, cells, seconds }: Encoded): void {
    const { dimension, observer } = this.options;
    const began = performance.now() - seconds * 1000;
    let tokens = 0;
    batch.forEach((queued, row) => {
      this.underWay.forget(queued);
      const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
      const waited = Math.max(0, began - queued.since);
      observer.queued(waited / 1000);
      tokens += queued.ids.length;
      for (const { submission, index } of queued.waiters) submission.answer(index, vector, waited);
    });
    observer.encoded(seconds, batch.length, tokens, cells);
  }

  private fail(batch: readonly Queued[], records: RecordsUnderWay | null, error: Error): void {
    const atFault = error instanceof InferenceProcessDied || error instanceof InferenceFailed;
    if (atFault && (batch.length > 1 || records)) {
      records?.part();
      this.alone.push(...batch);
      this.schedule();
      return;
    }
    for (const queued of batch) {
      this.underWay.forget(queued);
      if (error instanceof InferenceProcessDied) this.refuse(queued);
      else reject(queued, engineFailure(error, 'The encoder'));
    }
  }

  private refuse({ text, waiters }: Queued): void {
    this.refusals.add(text);
    for (const { submission, index } of waiters) submission.reject(refusal(submission.pathOf(index)));
  }
}

function reject({ waiters }: Queued, error: ShelfcastError): void {
  for (const { submission } of waiters) submission.reject(error);
}

/** Why a request was aborted: its own error, or its deadline. */
function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof ShelfcastError
    ? reason
    : new ShelfcastError('deadline', 'The request was given up');
}
