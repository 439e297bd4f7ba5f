/** Products by falling similarity to something. */
export interface Ranking {
  /** [K]: rows of the products. */
  rows: Int32Array;
  /** [K] */
  similarities: Float32Array;
}

export const NO_RANKING: Ranking = { rows: new Int32Array(), similarities: new Float32Array() };

/** The best of many rows that are offered one by one; of those that score the same the lowest. */
export class BestRows {
  /** A heap: none is worse than the first. Plain arrays, for small ones of numbers alone take longer to make. */
  private readonly heap: number[] = [];
  private readonly scores: number[] = [];

  constructor(private readonly count: number) {}

  /** What scores less is not among them, so that it need not be offered. */
  get least(): number {
    if (this.heap.length < this.count) return -Infinity;
    return this.count > 0 ? this.scores[0] : Infinity;
  }

  offer(row: number, score: number): void {
    const { heap, scores } = this;
    if (heap.length === this.count) {
      if (this.count > 0 && isBefore(score, row, scores[0], heap[0])) this.sink(row, score, this.count);
      return;
    }
    let at = heap.push(row) - 1;
    scores.push(score);
    for (; at > 0; at = (at - 1) >> 1) {
      const above = (at - 1) >> 1;
      if (!isBefore(scores[above], heap[above], score, row)) break;
      heap[at] = heap[above];
      scores[at] = scores[above];
    }
    heap[at] = row;
    scores[at] = score;
  }

  /** Those that are the best, in no order that counts. */
  get rows(): readonly number[] {
    return this.heap;
  }

  /** The same in their order, which ends the offering. */
  ranking(): Ranking {
    const { heap, scores } = this;
    for (let last = heap.length - 1; last > 0; last--) {
      const row = heap[last];
      const score = scores[last];
      heap[last] = heap[0];
      scores[last] = scores[0];
      this.sink(row, score, last);
    }
    return { rows: Int32Array.from(heap), similarities: Float32Array.from(scores) };
  }

  /** Puts a row in the place of the first of a heap of so many, and then where it belongs. */
  private sink(row: number, score: number, size: number): void {
    const { heap, scores } = this;
    let at = 0;
    for (let below = 1; below < size; below = 2 * at + 1) {
      const other = below + 1;
      if (other < size && isBefore(scores[below], heap[below], scores[other], heap[other])) below = other;
      if (isBefore(scores[below], heap[below], score, row)) break;
      heap[at] = heap[below];
      scores[at] = scores[below];
      at = below;
    }
    heap[at] = row;
    scores[at] = score;
  }
}

/** The best `count` of `candidates`, by their scores; of those that score the same the lowest row is first. */
export function ranked(candidates: Int32Array, scores: Float32Array, count: number): Ranking {
  const best = new BestRows(Math.min(count, candidates.length));
  let { least } = best;
  for (let at = 0; at < candidates.length; at++) {
    if (scores[at] < least) continue;
    best.offer(candidates[at], scores[at]);
    least = best.least;
  }
  return best.ranking();
}

function isBefore(score: number, row: number, other: number, otherRow: number): boolean {
  return score > other || (score === other && row < otherRow);
}
