const SEGMENT_BITS = 8;
const SEGMENTS = 1 << SEGMENT_BITS;
const FEWEST_PLACES = 16;

interface Segment {
  /** The term plus 1; 0 for a free place. */
  keys: Int32Array;
  numbers: Int32Array;
  filled: number;
}

/**
 * Maps terms, numbers below 2^31 - 1, to indices 0, 1, 2 ... in order of arrival. Open addressing in segments, which
 * grow one at a time: a term takes 16 bytes, and no addition takes long.
 */
export class TermTable {
  private readonly segments: Segment[] = Array.from({ length: SEGMENTS }, () => segmentOf(FEWEST_PLACES));
  private count = 0;

  /** Number of terms. */
  get size(): number {
    return this.count;
  }

  /** -1 for an unknown term. */
  find(term: number): number {
    const { keys, numbers } = this.segments[term & (SEGMENTS - 1)];
    const at = placeOf(keys, term);
    return keys[at] === 0 ? -1 : numbers[at];
  }

  /** A term's index, assigned if it has none yet. */
  put(term: number): number {
    let segment = this.segments[term & (SEGMENTS - 1)];
    let at = placeOf(segment.keys, term);
    if (segment.keys[at] !== 0) return segment.numbers[at];
    if (segment.filled * 2 >= segment.keys.length) {
      segment = this.segments[term & (SEGMENTS - 1)] = larger(segment);
      at = placeOf(segment.keys, term);
    }
    segment.keys[at] = term + 1;
    segment.numbers[at] = this.count;
    segment.filled += 1;
    return this.count++;
  }
}

/** The place of a term, or the free place for it. */
function placeOf(keys: Int32Array, term: number): number {
  const mask = keys.length - 1;
  let at = Math.imul(term >>> SEGMENT_BITS, 0x9e3779b1) >>> 7;
  for (at &= mask; keys[at] !== 0 && keys[at] !== term + 1; at = (at + 1) & mask);
  return at;
}

function segmentOf(places: number): Segment {
  return { keys: new Int32Array(places), numbers: new Int32Array(places), filled: 0 };
}

function larger({ keys, numbers, filled }: Segment): Segment {
  const next = segmentOf(keys.length * 2);
  keys.forEach((key, at) => {
    if (key === 0) return;
    const place = placeOf(next.keys, key - 1);
    next.keys[place] = key;
    next.numbers[place] = numbers[at];
  });
  next.filled = filled;
  return next;
}
