import type { QueuedText } from './queuedText';

/**
 * Most padding of a batch: a share of its cells, or this many tokens in a small batch. With 24, batches from single
 * requests are a quarter larger, and their padding costs more than that saves.
 */
const PADDING_SHARE = 0.08;
const PADDING_TOKENS = 8;

/** A batch being put together. */
export class TextBatch<S> {
  readonly texts: QueuedText<S>[] = [];
  private readonly members = new Set<QueuedText<S>>();
  private longest = 0;
  private tokens = 0;

  constructor(private readonly cells: number) {}

  has(text: QueuedText<S>): boolean {
    return this.members.has(text);
  }

  add(text: QueuedText<S>): void {
    if (this.members.has(text)) return;
    this.members.add(text);
    this.texts.push(text);
    this.longest = Math.max(this.longest, text.ids.length);
    this.tokens += text.ids.length;
  }

  /** Adds a text if there is room; true if it is in the batch. */
  addIfHeld(text: QueuedText<S>): boolean {
    if (!this.has(text) && this.holds(text)) this.add(text);
    return this.has(text);
  }

  /** Whether there is room for a text. */
  holds({ ids }: QueuedText<S>): boolean {
    return Math.max(this.longest, ids.length) * (this.texts.length + 1) <= this.cells;
  }

  /** Whether adding a text is worth the padding, its own or that of the others. */
  suits({ ids }: QueuedText<S>): boolean {
    const cells = Math.max(this.longest, ids.length) * (this.texts.length + 1);
    const padding = cells - this.tokens - ids.length;
    return padding <= Math.max(PADDING_TOKENS, PADDING_SHARE * cells);
  }
}

/** Adds texts next in length to the anchor, the nearest first, while they fit. */
export function fillWithNeighbours<S>(
  batch: TextBatch<S>,
  anchor: QueuedText<S>,
  window: QueuedText<S>[],
): void {
  const sorted = [...window].sort((a, b) => a.ids.length - b.ids.length || a.arrival - b.arrival);
  const length = anchor.ids.length;
  let shorter = sorted.findLastIndex(({ ids }) => ids.length <= length);
  let longer = shorter + 1;
  for (;;) {
    const below = sorted[shorter];
    const above = sorted[longer];
    if (!below && !above) return;
    const takesBelow = below && (!above || length - below.ids.length <= above.ids.length - length);
    const next = takesBelow ? below : above;
    if (batch.has(next)) {
      // Counted already: the anchor, or an overdue text.
    } else if (batch.holds(next) && batch.suits(next)) batch.add(next);
    else if (takesBelow) shorter = -1;
    else longer = sorted.length;
    if (takesBelow) shorter--;
    else longer++;
  }
}
