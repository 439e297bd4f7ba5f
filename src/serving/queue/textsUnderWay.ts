import { PassingMap } from '../../common/passingMap';
import type { QueuedText } from './queuedText';
import type { Submission } from './submission';
import type { TextQueue } from './textQueue';

/** A text as the encoder takes it. */
export interface TokenizedText {
  text: string;
  ids: Int32Array;
}

export type Queued = QueuedText<Submission>;

/** Every text that waits or is being encoded, once for all submissions that want it. */
export class TextsUnderWay {
  /** By itself; none whose vector will not come back. */
  private readonly known = new PassingMap<string, Queued>();
  private readonly running = new PassingMap<Queued, true>();

  constructor(private readonly queue: TextQueue<Submission>) {}

  /** Number of texts that are being encoded. */
  get encoding(): number {
    return this.running.size;
  }

  /** Has a submission wait for its texts: those that nobody waits for yet are queued, others come as soon as it may ask. */
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

  /** Takes a submission out; a text that nobody else waits for leaves the queue. */
  withdraw(submission: Submission): void {
    for (const queued of submission.texts) {
      queued.waiters = queued.waiters.filter((waiter) => waiter.submission !== submission);
      if (queued.waiters.length > 0 || this.running.has(queued)) continue;
      this.queue.remove(queued);
      this.unknow(queued);
    }
  }

  /** A batch goes out. Where its vectors do not come back, whoever asks for a text of it from now on is not answered by it. */
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
