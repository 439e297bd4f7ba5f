import type { QueuedText } from './queuedText';
import { fillWithNeighbours, TextBatch } from './textBatch';

export interface TextQueueOptions {
  /** Whether texts share the encoder's rows, so that a batch needs hardly any padding. */
  packed?: boolean;
  /** Number of texts among which similar lengths are sought. */
  window?: number;
}

export const LEAST_WINDOW = 256;
/** A text is passed over by later texts at most this often. */
export const MOST_PASSED_OVER = 8;
/**
 * Texts waiting for the encoder. Submissions take turns text by text, so that a large one does not delay a small one. A
 * batch takes the first text in that order and others of similar length, and passes none over for ever. If texts are
 * padded, no text may be passed over; if they share rows, as many as a batch holds.
 */
export class TextQueue<S> {
  /** In order of round, then arrival. */
  private readonly order: QueuedText<S>[] = [];
  private round = 0;
  private arrivals = 0;
  private waitingTokens = 0;

  constructor(private readonly options: TextQueueOptions = {}) {}

  get texts(): number {
    return this.order.length;
  }

  /** Since when the first text has been waiting, as of performance.now(). */
  get frontSince(): number {
    return this.order[0]?.since ?? Infinity;
  }

  get tokens(): number {
    return this.waitingTokens;
  }

  /** Adds the texts of one submission in its own order. */
  add(texts: readonly Pick<QueuedText<S>, 'text' | 'ids' | 'waiters'>[]): QueuedText<S>[] {
    const since = performance.now();
    return texts.map(({ text, ids, waiters }, place) => {
      // Listed one by one: adding to a spread object is many times slower in V8.
      const queued = {
        text,
        ids,
        waiters,
        since,
        round: this.nextRound(place),
        arrival: this.arrivals++,
        passedOver: 0,
      };
      this.insert(queued);
      return queued;
    });
  }

  /** The round of a submission's text at this place if it is added now. */
  nextRound(place: number): number {
    return this.round + 1 + place;
  }

  /** Moves a text forward because another submission needs it sooner. */
  hasten(queued: QueuedText<S>, round: number): void {
    if (round >= queued.round) return;
    this.remove(queued);
    queued.round = round;
    this.insert(queued);
  }

  remove(queued: QueuedText<S>): void {
    const at = this.order.indexOf(queued);
    if (at < 0) return;
    this.order.splice(at, 1);
    this.waitingTokens -= queued.ids.length;
  }

  /** Takes all. */
  clear(): QueuedText<S>[] {
    this.waitingTokens = 0;
    return this.order.splice(0);
  }

  /** Takes the next batch: at most `cells` tokens, padding included, but at least one text. */
  take(cells: number): QueuedText<S>[] {
    if (this.order.length === 0) return [];
    return this.options.packed ? this.takeNearest(cells) : this.takeAlike(cells);
  }

  /**
   * Takes the texts nearest in length to the first one: rows of similar texts have fewer empty cells and less
   * attention.
   */
  private takeNearest(cells: number): QueuedText<S>[] {
    const window = this.order.slice(0, this.options.window ?? LEAST_WINDOW);
    const overdue = (text: QueuedText<S>) => text.passedOver >= MOST_PASSED_OVER;
    const anchor = window.find(overdue) ?? window[0];
    const distance = (text: QueuedText<S>) =>
      overdue(text) || text === anchor ? -1 : Math.abs(text.ids.length - anchor.ids.length);
    const nearest =
      this.waitingTokens <= cells ? window : window.toSorted((a, b) => distance(a) - distance(b));
    const batch = new TextBatch<S>(Infinity);
    let tokens = 0;
    for (const text of nearest) {
      tokens += text.ids.length;
      if (tokens > cells && batch.texts.length > 0) break;
      batch.add(text);
    }
    this.round = Math.max(this.round, anchor.round);
    this.leave(window, batch);
    return batch.texts;
  }

  private takeAlike(cells: number): QueuedText<S>[] {
    const window = this.order.slice(0, this.options.window ?? LEAST_WINDOW);
    const batch = new TextBatch<S>(cells);
    const overdue = window.filter(({ passedOver }) => passedOver >= MOST_PASSED_OVER);
    const anchor = overdue[0] ?? window[0];
    batch.add(anchor);
    // While an overdue text does not fit, nothing behind it goes first.
    const allFit = overdue.every((text) => batch.addIfHeld(text));
    if (allFit) fillWithNeighbours(batch, anchor, window);
    this.round = Math.max(this.round, anchor.round);
    this.leave(window, batch);
    return batch.texts;
  }

  private leave(window: QueuedText<S>[], batch: TextBatch<S>): void {
    const rest = window.filter((text) => !batch.has(text));
    const last = window.findLastIndex((text) => batch.has(text));
    for (let at = 0; at < last; at++) if (!batch.has(window[at])) window[at].passedOver++;
    this.order.splice(0, window.length, ...rest);
    for (const { ids } of batch.texts) this.waitingTokens -= ids.length;
  }

  private insert(queued: QueuedText<S>): void {
    let low = 0;
    let high = this.order.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.order[middle];
      if (other.round < queued.round || (other.round === queued.round && other.arrival < queued.arrival)) {
        low = middle + 1;
      } else high = middle;
    }
    this.order.splice(low, 0, queued);
    this.waitingTokens += queued.ids.length;
  }
}
