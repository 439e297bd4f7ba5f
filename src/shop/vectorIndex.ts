import { Index, MetricKind, ScalarKind } from 'usearch';
import { mergedRankings, NO_RANKING, type Ranking } from './ranking';
import { codesOf, compared, lowHalves, unit } from './vectorCodes';

/** So many products are compared one by one; with more, a graph of neighbours finds nearly all of the nearest. */
export const EXACT_UP_TO = 2000;

/** Hierarchical navigable small worlds (Malkov and Yashunin 2016, arXiv:1603.09320): links a node, and candidates kept. */
const GRAPH = { connectivity: 10, expansion_add: 128, expansion_search: 48 };
/** Products whose codes lie together: one more moves none of the others. */
const BLOCK_BITS = 13;
export const BLOCK = 1 << BLOCK_BITS;
const FEWEST_ROWS = 64;
/** Room beyond what is needed, so that one more of many seldom has all of them moved. */
const SLACK = 1.1;
const ADDED_AT_ONCE = 10_000;
/** A key that no product has. */
const NOBODY = 2n ** 40n;

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
  private rowOf: Int32Array = new Int32Array(FEWEST_ROWS);
  /** By row; -1 for a product that has no vector. */
  private slotOf: Int32Array = new Int32Array(FEWEST_ROWS).fill(-1);
  private graph: Index | null = null;
  private count = 0;
  private candidates = new Int8Array();

  /** With more than `exactUpTo` products not all are compared. */
  constructor(
    readonly dimension: number,
    private readonly exactUpTo = EXACT_UP_TO,
  ) {}

  /** An index as it was kept; without its graph that is built again, which takes a tenth of a millisecond a product. */
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
    if (graphFile !== null && rows.length > EXACT_UP_TO) {
      index.graph = emptyGraph(dimension);
      index.graph.load(graphFile);
    } else index.buildWhereLarge();
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
    return slot < 0 ? null : unit(Float32Array.from(this.codesAt(slot)));
  }

  /** Puts a product's vector in the place of an earlier one, if there is any. */
  set(row: number, vector: Float32Array): void {
    const known = this.slot(row);
    const slot = known < 0 ? this.newSlot(row) : known;
    if (known >= 0) this.graph?.remove(BigInt(row));
    this.place(slot, codesOf(vector));
    if (this.graph) this.addToGraph(slot, slot + 1);
    else this.buildWhereLarge();
  }

  /** Forgets a product's vector, in the graph's memory as well. */
  remove(row: number): void {
    const slot = this.slot(row);
    if (slot < 0) return;
    if (this.graph) {
      this.graph.remove(BigInt(row));
      // The graph puts what comes next in the place of what went.
      this.graph.add(NOBODY, new Float32Array(this.dimension).fill(1), 1);
      this.graph.remove(NOBODY);
    }
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
    const { keys } = this.graph.search(vector, count, 1);
    const slots = lowHalves(keys);
    for (let at = 0; at < slots.length; at++) slots[at] = this.slotOf[slots[at]];
    const candidates = this.room(slots.length);
    for (let at = 0; at < slots.length; at++) candidates.set(this.codesAt(slots[at]), at * this.dimension);
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
    const codes = new Int8Array(this.count * this.dimension);
    for (let slot = 0; slot < this.count; slot++) codes.set(this.codesAt(slot), slot * this.dimension);
    return { dimension: this.dimension, rows: this.rows(), codes };
  }

  /** Products that have a vector, in the order in which `codes` has them. */
  rows(): Int32Array {
    return this.rowOf.slice(0, this.count);
  }

  /** All codes in parts of BLOCK products. */
  codes(): Int8Array[] {
    return this.blocks
      .slice(0, Math.ceil(this.count / BLOCK))
      .map((codes, block) => codes.slice(0, Math.min(BLOCK, this.count - block * BLOCK) * this.dimension));
  }

  /** Writes the graph; false where there are too few products for one. */
  saveGraph(file: string): boolean {
    this.graph?.save(file);
    return this.graph !== null;
  }

  /** Room for so many codes, which is used again and again. */
  private room(count: number): Int8Array {
    const size = count * this.dimension;
    if (this.candidates.length < size) this.candidates = new Int8Array(size);
    return this.candidates.subarray(0, size);
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

  private buildWhereLarge(): void {
    if (this.graph || this.count <= this.exactUpTo) return;
    this.graph = emptyGraph(this.dimension);
    this.addToGraph(0, this.count);
  }

  private addToGraph(from: number, to: number): void {
    for (let at = from; at < to; at += ADDED_AT_ONCE) {
      const end = Math.min(to, at + ADDED_AT_ONCE);
      const keys = BigUint64Array.from({ length: end - at }, (_, place) => BigInt(this.rowOf[at + place]));
      const vectors = new Float32Array((end - at) * this.dimension);
      for (let slot = at; slot < end; slot++)
        vectors.set(unit(Float32Array.from(this.codesAt(slot))), (slot - at) * this.dimension);
      this.graph!.add(keys, vectors, 1);
    }
  }
}

function grown(values: Int32Array, index: number, fill: number): Int32Array {
  const longer = new Int32Array(Math.ceil((index + 1) * SLACK) + FEWEST_ROWS).fill(fill);
  longer.set(values);
  return longer;
}

function emptyGraph(dimensions: number): Index {
  return new Index({
    dimensions,
    // Of unit vectors, which costs half of what their cosine does.
    metric: MetricKind.IP,
    quantization: ScalarKind.I8,
    multi: false,
    ...GRAPH,
  });
}
