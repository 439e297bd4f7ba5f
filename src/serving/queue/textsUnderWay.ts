import { PassingMap } from '../../common/passingMap';
import type { QueuedText } from './queuedText';
import type { Submission } from './submission';
import type { TextQueue } from './textQueue';

/** A tokenized text. */
export interface TokenizedText {
  text: string;
  ids: Int32Array;
}

export type Queued = QueuedText<Submission>;

/** Every text that waits or is being encoded, once for all submissions that need it. */
export class TextsUnderWay {
  /** By the text itself; without those whose vector will not be brought back. */
  private readonly known = new PassingMap<string, Queued>();
  private readonly running = new PassingMap<Queued, true>();

  constructor(private readonly queue: TextQueue<Submission>) {}

  /** Number of texts being encoded. */
  get encoding(): number {
    return this.running.size;
  }

  /** Adds a submission's texts: new ones are queued; others come as soon as this submission is entitled to them. */
  join(texts: readonly TokenizedText[], submission: Submission): void {
    const fresh = new Map<string, Pick<Queued, 'text' | 'ids' | 'waiters'>>();
    texts.forEach(({ text, ids }, index) => {
      const waiter = { submission, index };
      const known = this.known.get(text);
      if (known) {
        known.waiters.push(waiter);
        submission.texts.add(known);
        if (!this.running.has(known)) this.queue.hasten(known, this.queue.nextRound(index));
        return;
      }
      const twin = fresh.get(text);
      if (twin) twin.waiters.push(waiter);
      else fresh.set(text, { text, ids, waiters: [waiter] });
    });
    for (const queued of this.queue.add([...fresh.values()])) {
      this.known.set(queued.text, queued);
      submission.texts.add(queued);
    }
  }

  /** Removes a submission; a text that nobody else needs leaves the queue. */
  withdraw(submission: Submission): void {
    for (const queued of submission.texts) {
      queued.waiters = queued.waiters.filter((waiter) => waiter.submission !== submission);
      if (queued.waiters.length > 0 || this.running.has(queued)) continue;
      this.queue.remove(queued);
      this.unknow(queued);
    }
  }

  /** A batch is sent. If its vectors are not brought back, later requests for its texts cannot use it. */
  start(batch: readonly Queued[], vectorsComeBack: boolean): void {
    for (const queued of batch) {
      this.running.set(queued, true);
      if (!vectorsComeBack) this.unknow(queued);
    }
  }

  forget(queued: Queued): void {
    this.running.delete(queued);
    this.unknow(queued);
  }

  private unknow(queued: Queued): void {
    if (this.known.get(queued.text) === queued) this.known.delete(queued.text);
  }
}
