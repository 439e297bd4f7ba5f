import type { QueuedRecord, SubmittedRecords } from './batchRecords';
import type { QueuedText } from './queuedText';

export interface SubmitOptions {
  signal: AbortSignal;
  /** Path in the request of the text at this index. */
  pathOf: (index: number) => string;
  /** Records to be forecast with their texts if possible; `answer` shows which were. */
  records?: readonly QueuedRecord[];
  /** Whether vectors are needed even for texts whose records were forecast; true by default. */
  vectorsWanted?: boolean;
}

export interface Encoding {
  /** In the order of the texts; views of the batches' arrays, empty if they were not brought back. */
  vectors: Float32Array[];
  /** Milliseconds until the last of the texts began to be encoded, and from then on. */
  queue: number;
  inference: number;
}

/** Texts submitted together: encoded in any batches, and answered when the last of them is. */
export class Submission implements SubmittedRecords {
  readonly records: ReadonlyMap<number, QueuedRecord>;
  readonly vectorsWanted: boolean;
  readonly pathOf: (index: number) => string;
  /** Its texts that wait or are being encoded. */
  readonly texts = new Set<QueuedText<Submission>>();
  /** Resolves when every text has its vector. */
  readonly encoding: Promise<Encoding>;
  /** Gives up; no effect once it was answered. */
  reject!: (error: Error) => void;
  private resolve!: (encoding: Encoding) => void;
  private readonly since = performance.now();
  private readonly vectors: Float32Array[];
  private missing: number;
  private queue = 0;

  constructor(texts: number, { pathOf, records = [], vectorsWanted = true }: SubmitOptions) {
    this.records = byText(records);
    this.vectorsWanted = vectorsWanted;
    this.pathOf = pathOf;
    this.vectors = new Array<Float32Array>(texts);
    this.missing = texts;
    this.encoding = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get isAnswered(): boolean {
    return this.missing === 0;
  }

  /** Sets the vector of the text at an index, which waited this many milliseconds for its batch. */
  answer(index: number, vector: Float32Array, waited: number): void {
    this.vectors[index] = vector;
    this.queue = Math.max(this.queue, waited);
    this.missing--;
    if (!this.isAnswered) return;
    const inference = Math.max(0, performance.now() - this.since - this.queue);
    this.resolve({ vectors: this.vectors, queue: this.queue, inference });
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
