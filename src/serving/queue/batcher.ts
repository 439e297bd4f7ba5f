import { ShelfcastError } from '../../contract/errors';
import type { ServingObserver } from '../../contract/observer';
import type { Encoded } from '../../contract/messages';
import { PassingMap } from '../../common/passingMap';
import { packTokens } from '../../engine/packTokens';
import { InferenceFailed, InferenceProcessDied, type EnginePool } from '../../engine/pool';
import { recordsOf, type QueuedRecord, type RecordsUnderWay, type SubmittedRecords } from './batchRecords';
import { Pacing, SMALL_TOKENS } from './pacing';
import { refusal, Refusals } from './refusals';
import { LEAST_WINDOW, TextQueue, type QueuedText } from './textQueue';

export interface TokenizedText {
  text: string;
  ids: Int32Array;
}

export interface Encoding {
  /** In the order of the texts; views into the batches' arrays, empty where they were not brought back. */
  vectors: Float32Array[];
  /** Milliseconds until the last of the texts began to be encoded, and from then on. */
  queue: number;
  inference: number;
}

export interface SubmitOptions {
  signal: AbortSignal;
  /** How a person finds the text at this index in what was asked. */
  pathOf: (index: number) => string;
  /** Records to be forecast with their texts where that can be; `answer` tells which were. */
  records?: readonly QueuedRecord[];
  /** Whether vectors are wanted even of texts whose records were forecast; true where nothing is said. */
  vectorsWanted?: boolean;
}

export interface BatcherOptions {
  dimension: number;
  /** Tokens of a batch at most, padding included. */
  batchTokens: number;
  /** Milliseconds for which a small batch waits for more while another one is under way. */
  patience: number;
  observer: ServingObserver;
  /** Told of a text that ended two inference processes, by its hash. */
  onRefused: (sha256: string) => void;
}

interface Submission extends SubmittedRecords {
  answers: Float32Array[];
  missing: number;
  texts: Set<QueuedText<Submission>>;
  queue: number;
  pathOf: (index: number) => string;
  resolve: () => void;
  reject: (error: Error) => void;
}

type Queued = QueuedText<Submission>;

/**
 * Tokens that are worth sending to a process that is still busy. Fewer gather until it is free: small batches cost more
 * than the moment in which it waits for the next one.
 */
const ENOUGH_AHEAD = 256;
/** Tokens of a short text: the queue's window holds enough of them to fill a batch. */
const SHORT_TEXT = 16;

/**
 * Brings texts to the inference processes in batches. A batch goes out when a process is about to have room; while all
 * are busy the next ones gather. Identical texts are encoded once for all who wait.
 */
export class Batcher {
  private readonly queue: TextQueue<Submission>;
  private readonly pacing: Pacing<readonly Queued[]>;
  /** Every text queued or being encoded, by itself. */
  private readonly known = new PassingMap<string, Queued>();
  private readonly running = new PassingMap<Queued, true>();
  /** Texts of a batch that failed, each to be tried alone. */
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
    const { signal, pathOf, records = [], vectorsWanted = true } = options;
    if (texts.length === 0) return { vectors: [], queue: 0, inference: 0 };
    const since = performance.now();
    const submission: Submission = {
      answers: new Array<Float32Array>(texts.length),
      records: byText(records),
      vectorsWanted,
      missing: texts.length,
      texts: new Set(),
      queue: 0,
      pathOf,
      resolve: () => {},
      reject: () => {},
    };
    this.refusals.check(texts, pathOf);
    const { lost } = this.pool;
    if (lost) throw lost;
    const abort = () => submission.reject(reasonOf(signal));
    try {
      await new Promise<void>((resolve, reject) => {
        submission.resolve = resolve;
        submission.reject = reject;
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        this.enqueue(texts, submission);
        this.schedule();
      });
    } finally {
      signal.removeEventListener('abort', abort);
      if (submission.missing > 0) this.withdraw(submission);
    }
    const { answers, queue } = submission;
    return { vectors: answers, queue, inference: Math.max(0, performance.now() - since - queue) };
  }

  /** Nothing is submitted any more. */
  close(): void {
    this.detach();
  }

  private enqueue(texts: readonly TokenizedText[], submission: Submission): void {
    const fresh = new Map<string, Pick<Queued, 'text' | 'ids' | 'waiters'>>();
    texts.forEach(({ text, ids }, index) => {
      const waiter = { submission, index };
      const known = this.known.get(text) ?? fresh.get(text);
      if (!known) {
        fresh.set(text, { text, ids, waiters: [waiter] });
        return;
      }
      known.waiters.push(waiter);
      if ('round' in known) {
        submission.texts.add(known as Queued);
        if (!this.running.has(known as Queued))
          this.queue.hasten(known as Queued, this.queue.nextRound(index));
      }
    });
    for (const queued of this.queue.add([...fresh.values()])) {
      this.known.set(queued.text, queued);
      submission.texts.add(queued);
    }
  }

  /** Takes a submission out; a text that nobody else waits for leaves the queue. */
  private withdraw(submission: Submission): void {
    for (const queued of submission.texts) {
      queued.waiters = queued.waiters.filter((waiter) => waiter.submission !== submission);
      if (queued.waiters.length > 0 || this.running.has(queued)) continue;
      this.queue.remove(queued);
      this.unknow(queued);
    }
  }

  /** Rejects everything that no process has. */
  private rejectWaiting(error: ShelfcastError): void {
    for (const queued of [...this.alone.splice(0), ...this.queue.clear()]) {
      this.forget(queued);
      for (const { submission } of queued.waiters) submission.reject(error);
    }
  }

  /** Requests whose bytes arrived together get into one batch. */
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
    // What waits is shared out, so that one request on an idle machine keeps every process busy.
    const share = Math.ceil(this.queue.tokens / Math.max(1, free));
    const cells = Math.min(this.options.batchTokens, Math.max(SMALL_TOKENS, share));
    while (freeSlots > 0 && this.queue.texts > 0 && (free > 0 || this.queue.tokens >= ENOUGH_AHEAD)) {
      if (this.pacing.gathers(this.queue, this.running.size)) return;
      send(this.queue.take(cells));
    }
  }

  private async encode(batch: readonly Queued[]): Promise<void> {
    const records = recordsOf(batch, this.options.dimension);
    const tokens = batch.reduce((sum, { ids }) => sum + ids.length, 0);
    this.pacing.start(batch, tokens);
    for (const queued of batch) {
      this.running.set(queued, true);
      // Whoever asks for this text from now on wants its vector, which will not come back.
      if (records?.sent.vectorsWanted === false) this.unknow(queued);
    }
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
      this.fail(batch, records, error as Error);
    }
    // The pool said that there is room before these texts were known to be done.
    this.dispatch();
  }

  private deliver(batch: readonly Queued[], { vectors, cells, seconds }: Encoded): void {
    const { dimension, observer } = this.options;
    const began = performance.now() - seconds * 1000;
    let tokens = 0;
    batch.forEach((queued, row) => {
      this.forget(queued);
      const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
      const waited = Math.max(0, began - queued.since);
      observer.queued(waited / 1000);
      tokens += queued.ids.length;
      for (const { submission, index } of queued.waiters) {
        submission.answers[index] = vector;
        submission.queue = Math.max(submission.queue, waited);
        if (--submission.missing === 0) submission.resolve();
      }
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
      this.forget(queued);
      if (error instanceof InferenceProcessDied) this.refuse(queued);
      else for (const { submission } of queued.waiters) submission.reject(asShelfcastError(error));
    }
  }

  private refuse({ text, waiters }: Queued): void {
    this.refusals.add(text);
    for (const { submission, index } of waiters) submission.reject(refusal(submission.pathOf(index)));
  }

  private forget(queued: Queued): void {
    this.running.delete(queued);
    this.unknow(queued);
  }

  private unknow(queued: Queued): void {
    if (this.known.get(queued.text) === queued) this.known.delete(queued.text);
  }
}

function byText(records: readonly QueuedRecord[]): Map<number, QueuedRecord> {
  const found = new Map<number, QueuedRecord>();
  for (const record of records) {
    for (const text of [record.description, record.promo])
      if (typeof text === 'number') found.set(text, record);
  }
  return found;
}

function asShelfcastError(error: Error): ShelfcastError {
  if (error instanceof ShelfcastError) return error;
  return new ShelfcastError('internal', 'The encoder failed', { cause: error });
}

/** Why a request was given up: the error it was aborted with, or its deadline. */
function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof ShelfcastError
    ? reason
    : new ShelfcastError('deadline', 'The request was given up');
}
