import { exactSearch, Index, MetricKind, ScalarKind } from 'usearch';
import { NO_RANKING, type Ranking } from './ranking';

/** So many products are compared one by one; with more, a graph of neighbours finds nearly all of the nearest. */
export const EXACT_UP_TO = 2000;

/** Hierarchical navigable small worlds (Malkov and Yashunin 2016, arXiv:1603.09320): links a node, and candidates kept. */
const GRAPH = { connectivity: 16, expansion_add: 128, expansion_search: 48 };
/** Candidates of the graph for each neighbour wanted: they are compared again by finer codes. */
const SPARE = 1.25;
const FEWEST_SLOTS = 64;
/** Room beyond what is needed, so that one more of many seldom has all of them moved. */
const SLACK = 1.1;
const LARGEST = 127;
const ADDED_AT_ONCE = 10_000;

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
  private codes: Int8Array;
  private rowOf: Int32Array;
  /** By row; -1 for a product that has no vector. */
  private slotOf = new Int32Array(FEWEST_SLOTS).fill(-1);
  private graph: Index | null = null;
  private count = 0;

  /** With more than `exactUpTo` products not all are compared. */
  constructor(
    readonly dimension: number,
    private readonly exactUpTo = EXACT_UP_TO,
  ) {
    this.codes = new Int8Array(FEWEST_SLOTS * dimension);
    this.rowOf = new Int32Array(FEWEST_SLOTS);
  }

  /** An index as it was kept; without its graph that is built again, which takes a tenth of a millisecond a product. */
  static of({ dimension, rows, codes }: VectorTable, graphFile: string | null = null): VectorIndex {
    const index = new VectorIndex(dimension);
    index.count = rows.length;
    index.makeRoom(codes, rows);
    rows.forEach((row, slot) => index.place(row, slot));
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
    if (slot < 0) return null;
    const codes = Float32Array.from(this.codes.subarray(slot * this.dimension, (slot + 1) * this.dimension));
    const length = Math.hypot(...codes);
    return length > 0 ? codes.map((code) => code / length) : codes;
  }

  /** Puts a product's vector in the place of an earlier one, if there is any. */
  set(row: number, vector: Float32Array): void {
    const known = this.slot(row);
    const slot = known < 0 ? this.newSlot(row) : known;
    if (known >= 0) this.graph?.remove(BigInt(row));
    this.codes.set(codesOf(vector), slot * this.dimension);
    if (this.graph) this.addToGraph(slot, slot + 1);
    else this.buildWhereLarge();
  }

  remove(row: number): void {
    const slot = this.slot(row);
    if (slot < 0) return;
    this.graph?.remove(BigInt(row));
    this.slotOf[row] = -1;
    this.count -= 1;
    if (slot === this.count) return;
    const moved = this.rowOf[this.count];
    this.rowOf[slot] = moved;
    this.slotOf[moved] = slot;
    this.codes.copyWithin(
      slot * this.dimension,
      this.count * this.dimension,
      (this.count + 1) * this.dimension,
    );
  }

  /** At most `count` products, nearest first. */
  nearest(vector: Float32Array, count: number): Ranking {
    if (this.count === 0) return NO_RANKING;
    const query = codesOf(vector);
    if (!this.graph || count >= this.count) return this.exact(query, count);
    const { keys } = this.graph.search(vector, Math.min(this.count, Math.ceil(count * SPARE)), 1);
    const slots = lowHalves(keys).map((row) => this.slotOf[row]);
    const candidates = new Int8Array(slots.length * this.dimension);
    for (let at = 0; at < slots.length; at++) {
      const from = slots[at] * this.dimension;
      candidates.set(this.codes.subarray(from, from + this.dimension), at * this.dimension);
    }
    return this.compared(candidates, slots, query, count);
  }

  /** Every product compared with the text, however many there are. */
  exactNearest(vector: Float32Array, count: number): Ranking {
    return this.count === 0 ? NO_RANKING : this.exact(codesOf(vector), count);
  }

  /** A copy to be kept. */
  table(): VectorTable {
    return {
      dimension: this.dimension,
      rows: this.rowOf.slice(0, this.count),
      codes: this.codes.slice(0, this.count * this.dimension),
    };
  }

  /** Writes the graph; false where there are too few products for one. */
  saveGraph(file: string): boolean {
    this.graph?.save(file);
    return this.graph !== null;
  }

  private exact(query: Int8Array, count: number): Ranking {
    return this.compared(this.codes, null, query, count);
  }

  /** `slots` [N] says whose codes the table holds; null where it holds all in their order. */
  private compared(table: Int8Array, slots: Int32Array | null, query: Int8Array, count: number): Ranking {
    const size = slots ? slots.length : this.count;
    const wanted = Math.min(count, size);
    // The library reads a buffer from its beginning, whatever part of it an array shows.
    const codes = new Int8Array(table.buffer as ArrayBuffer, 0, size * this.dimension);
    const { keys, distances } = exactSearch(codes, query, this.dimension, wanted, MetricKind.Cos, 1);
    const rows = lowHalves(keys as BigUint64Array);
    const similarities = new Float32Array(rows.length);
    for (let at = 0; at < rows.length; at++) {
      rows[at] = this.rowOf[slots ? slots[rows[at]] : rows[at]];
      similarities[at] = 1 - (distances as Float32Array)[at];
    }
    return { rows, similarities };
  }

  /** Takes tables over with room for more. */
  private makeRoom(codes: Int8Array, rows: Int32Array): void {
    const slots = Math.ceil(rows.length * SLACK) + FEWEST_SLOTS;
    this.codes = new Int8Array(slots * this.dimension);
    this.rowOf = new Int32Array(slots);
    this.codes.set(codes);
    this.rowOf.set(rows);
  }

  private slot(row: number): number {
    return row < this.slotOf.length ? this.slotOf[row] : -1;
  }

  private place(row: number, slot: number): void {
    if (row >= this.slotOf.length) {
      const wider = new Int32Array(Math.max(row + 1, Math.ceil(this.slotOf.length * 1.5))).fill(-1);
      wider.set(this.slotOf);
      this.slotOf = wider;
    }
    this.slotOf[row] = slot;
  }

  private newSlot(row: number): number {
    if (this.count === this.rowOf.length) this.makeRoom(this.codes, this.rowOf);
    this.rowOf[this.count] = row;
    this.place(row, this.count);
    return this.count++;
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
      const vectors = Float32Array.from(this.codes.subarray(at * this.dimension, end * this.dimension));
      this.graph!.add(keys, vectors, 1);
    }
  }
}

function emptyGraph(dimensions: number): Index {
  return new Index({
    dimensions,
    metric: MetricKind.Cos,
    quantization: ScalarKind.I8,
    multi: false,
    ...GRAPH,
  });
}

function codesOf(vector: Float32Array): Int8Array {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) largest = Math.max(largest, Math.abs(vector[at]));
  const codes = new Int8Array(vector.length);
  if (largest === 0) return codes;
  const scale = LARGEST / largest;
  // Rounding by cutting off a positive number costs a third of what Math.round does.
  for (let at = 0; at < vector.length; at++) codes[at] = ((vector[at] * scale + 128.5) | 0) - 128;
  return codes;
}

/** Numbers below 2 ** 32 of their 64 bits, without a BigInt for each. */
function lowHalves({ buffer, byteOffset, length }: BigUint64Array): Int32Array {
  const halves = new Int32Array(buffer, byteOffset, length * 2);
  const numbers = new Int32Array(length);
  for (let at = 0; at < length; at++) numbers[at] = halves[2 * at];
  return numbers;
}
