import { mergedRankings, NO_RANKING, type Ranking } from './ranking';
import { codesOf, compared, unit } from './vectorCodes';
import { VectorGraph } from './vectorGraph';

/** So many products are compared one by one; with more, a graph of neighbours finds nearly all of the nearest. */
export const EXACT_UP_TO = 2000;

/** Products whose codes lie together: one more moves none of the others. */
const BLOCK_BITS = 13;
export const BLOCK = 1 << BLOCK_BITS;
const FEWEST_ROWS = 64;
/** Room beyond what is needed, so that one more of many seldom has all of them moved. */
const SLACK = 1.1;
/** Bytes are copied by so many. */
const WORD = 4;

/** What an index is kept as: everything but the graph, which is a file of its own. */
export interface VectorTable {
  dimension: number;
  /** [N]: the products' rows. */
  rows: Int32Array;
  /** Row-major [N, D]: unit vectors as int8, each scaled so that its largest component is 127. */
  codes: Int8Array;
}

/**
 * The nearest products by cosine of their unit vectors [D]. Vectors are int8 codes with a scale of their own each, which
 * cosine does not see.
 */
export class VectorIndex {
  /** Row-major [BLOCK, D] each, the last one as far as it is filled. */
  private readonly blocks: Int8Array[] = [];
  private readonly words: Int32Array[] = [];
  private rowOf: Int32Array = new Int32Array(FEWEST_ROWS);
  /** By row; -1 for a product that has no vector. */
  private slotOf: Int32Array = new Int32Array(FEWEST_ROWS).fill(-1);
  private graph: VectorGraph | null = null;
  /** One that does not have all products yet. */
  private growing: VectorGraph | null = null;
  private count = 0;
  private candidates = new Int8Array();

  /** With more than `exactUpTo` products not all are compared. */
  constructor(
    readonly dimension: number,
    private readonly exactUpTo = EXACT_UP_TO,
  ) {}

  /** An index as it was kept; without its graph all products are compared until one is built. */
  static of({ dimension, rows, codes }: VectorTable, graphFile: string | null = null): VectorIndex {
    const blocks: Int8Array[] = [];
    for (let from = 0; from < rows.length; from += BLOCK)
      blocks.push(codes.slice(from * dimension, (from + BLOCK) * dimension));
    return VectorIndex.ofParts(dimension, rows, blocks, graphFile);
  }

  /** The same of codes in parts as `codes` gives them, which become the index's own. */
  static ofParts(
    dimension: number,
    rows: Int32Array,
    codes: readonly Int8Array[],
    graphFile: string | null = null,
  ): VectorIndex {
    const index = new VectorIndex(dimension);
    for (const row of rows) index.newSlot(row);
    index.blocks.push(...codes);
    if (graphFile !== null && rows.length > EXACT_UP_TO) index.graph = new VectorGraph(dimension, graphFile);
    return index;
  }

  get size(): number {
    return this.count;
  }

  has(row: number): boolean {
    return this.slot(row) >= 0;
  }

  /** A product's vector [D], of unit length; null where it has none here. */
  vector(row: number): Float32Array | null {
    const slot = this.slot(row);
    return slot < 0 ? null : this.unitAt(slot);
  }

  /** Puts a product's vector in the place of an earlier one, if there is any. */
  set(row: number, vector: Float32Array): void {
    const known = this.slot(row);
    const slot = known < 0 ? this.newSlot(row) : known;
    this.place(slot, codesOf(vector));
    for (const graph of [this.graph, this.growing]) {
      if (!graph) continue;
      if (graph.has(row)) graph.remove(row);
      graph.add(row, this.unitAt(slot));
    }
  }

  /** Whether there are too many products to compare all of them, and no graph of them yet. */
  get wantsGraph(): boolean {
    return !this.graph && !this.growing && this.count > this.exactUpTo;
  }

  /**
   * Builds the graph, a product a step, each of which takes a tenth of a millisecond or two. Products may be looked up, come
   * and go meanwhile; until it is there all are compared.
   */
  *building(): Generator<void> {
    const growing = new VectorGraph(this.dimension);
    this.growing = growing;
    for (const row of this.rows()) {
      const slot = this.slot(row);
      if (slot >= 0 && !growing.has(row)) growing.add(row, this.unitAt(slot));
      yield;
    }
    this.graph = growing;
    this.growing = null;
  }

  /** Forgets a product's vector, in the graph's memory as well. */
  remove(row: number): void {
    const slot = this.slot(row);
    if (slot < 0) return;
    this.graph?.remove(row);
    if (this.growing?.has(row)) this.growing.remove(row);
    this.slotOf[row] = -1;
    this.count -= 1;
    if (slot !== this.count) {
      const moved = this.rowOf[this.count];
      this.rowOf[slot] = moved;
      this.slotOf[moved] = slot;
      this.place(slot, this.codesAt(this.count));
    }
    this.codesAt(this.count).fill(0);
  }

  /** At most `count` products, nearest first. */
  nearest(vector: Float32Array, count: number): Ranking {
    if (!this.graph || count >= this.count) return this.exactNearest(vector, count);
    const slots = this.graph.near(vector, count);
    for (let at = 0; at < slots.length; at++) slots[at] = this.slotOf[slots[at]];
    const candidates = this.gathered(slots);
    const { rows: places, similarities } = compared(candidates, codesOf(vector), this.dimension, count);
    for (let at = 0; at < places.length; at++) places[at] = this.rowOf[slots[places[at]]];
    return { rows: places, similarities };
  }

  /** Every product compared with the text, however many there are. */
  exactNearest(vector: Float32Array, count: number): Ranking {
    if (this.count === 0) return NO_RANKING;
    const query = codesOf(vector);
    const parts: Ranking[] = [];
    for (let from = 0; from < this.count; from += BLOCK) {
      const size = Math.min(BLOCK, this.count - from);
      const codes = this.blocks[from / BLOCK].subarray(0, size * this.dimension);
      const { rows: places, similarities } = compared(codes, query, this.dimension, count);
      for (let at = 0; at < places.length; at++) places[at] = this.rowOf[from + places[at]];
      parts.push({ rows: places, similarities });
    }
    return parts.length === 1 ? parts[0] : mergedRankings(parts, count);
  }

  /** A copy to be kept. */
  table(): VectorTable {
    const rows = this.rows();
    return { dimension: this.dimension, rows, codes: this.codesOf(rows) };
  }

  /** Products that have a vector. */
  rows(): Int32Array {
    return this.rowOf.slice(0, this.count);
  }

  get hasGraph(): boolean {
    return this.graph !== null;
  }

  /** Row-major [N, D]: the codes of products, zeros for one that is not here. */
  codesOf(rows: Int32Array): Int8Array {
    const codes = new Int8Array(rows.length * this.dimension);
    rows.forEach((row, at) => {
      const slot = this.slot(row);
      if (slot >= 0) codes.set(this.codesAt(slot), at * this.dimension);
    });
    return codes;
  }

  /** Writes the graph, where there is one. */
  saveGraph(file: string): void {
    this.graph?.save(file);
  }

  /** The codes of some products, in room that is used again and again. */
  private gathered(slots: Int32Array): Int8Array {
    const { dimension } = this;
    const size = slots.length * dimension;
    if (this.candidates.length < size) this.candidates = new Int8Array(Math.ceil(size / WORD) * WORD);
    if (dimension % WORD > 0) {
      for (let at = 0; at < slots.length; at++) this.candidates.set(this.codesAt(slots[at]), at * dimension);
      return this.candidates.subarray(0, size);
    }
    // A few hundred bytes are copied sooner by words than by a call.
    const words = dimension / WORD;
    const to = new Int32Array(this.candidates.buffer);
    for (let at = 0; at < slots.length; at++) {
      const from = this.wordsOf(slots[at] >>> BLOCK_BITS);
      const start = (slots[at] & (BLOCK - 1)) * words;
      for (let word = 0; word < words; word++) to[at * words + word] = from[start + word];
    }
    return this.candidates.subarray(0, size);
  }

  /** A block's codes by words. */
  private wordsOf(block: number): Int32Array {
    const { buffer } = this.blocks[block];
    const known = this.words[block] as Int32Array | undefined;
    if (known?.buffer === buffer) return known;
    return (this.words[block] = new Int32Array(buffer, 0, Math.floor(buffer.byteLength / WORD)));
  }

  private unitAt(slot: number): Float32Array {
    return unit(Float32Array.from(this.codesAt(slot)));
  }

  private slot(row: number): number {
    return row < this.slotOf.length ? this.slotOf[row] : -1;
  }

  private codesAt(slot: number): Int8Array {
    const from = (slot & (BLOCK - 1)) * this.dimension;
    return this.blocks[slot >>> BLOCK_BITS].subarray(from, from + this.dimension);
  }

  private place(slot: number, codes: Int8Array): void {
    const block = slot >>> BLOCK_BITS;
    const filled = ((slot & (BLOCK - 1)) + 1) * this.dimension;
    const before = this.blocks[block] as Int8Array | undefined;
    if (!before || before.length < filled) {
      const most = BLOCK * this.dimension;
      const wider = new Int8Array(block > 0 ? most : Math.min(most, Math.max(filled * 2, FEWEST_ROWS)));
      if (before) wider.set(before);
      this.blocks[block] = wider;
    }
    this.codesAt(slot).set(codes);
  }

  private newSlot(row: number): number {
    const slot = this.count++;
    if (slot >= this.rowOf.length) this.rowOf = grown(this.rowOf, slot, 0);
    if (row >= this.slotOf.length) this.slotOf = grown(this.slotOf, row, -1);
    this.rowOf[slot] = row;
    this.slotOf[row] = slot;
    return slot;
  }
}

function grown(values: Int32Array, index: number, fill: number): Int32Array {
  const longer = new Int32Array(Math.ceil((index + 1) * SLACK) + FEWEST_ROWS).fill(fill);
  longer.set(values);
  return longer;
}
