import { exactSearch, Index, MetricKind, ScalarKind } from 'usearch';
import { NO_RANKING, type Ranking } from './ranking';

/** So many products are compared one by one; with more, a graph of neighbours finds nearly all of the nearest. */
export const EXACT_UP_TO = 2000;

/** Hierarchical navigable small worlds (Malkov and Yashunin 2016, arXiv:1603.09320): links a node, and candidates kept. */
const GRAPH = { connectivity: 16, expansion_add: 128, expansion_search: 48 };
/** Candidates of the graph for each neighbour wanted: they are compared again by finer codes. */
const SPARE = 1.25;
const FEWEST_SLOTS = 64;
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
  private readonly slotOf = new Map<number, number>();
  private graph: Index | null = null;
  private count = 0;

  constructor(readonly dimension: number) {
    this.codes = new Int8Array(FEWEST_SLOTS * dimension);
    this.rowOf = new Int32Array(FEWEST_SLOTS);
  }

  /** An index as it was kept; without its graph that is built again, which takes a tenth of a millisecond a product. */
  static of({ dimension, rows, codes }: VectorTable, graphFile: string | null = null): VectorIndex {
    const index = new VectorIndex(dimension);
    index.codes = codes;
    index.rowOf = rows;
    index.count = rows.length;
    rows.forEach((row, slot) => index.slotOf.set(row, slot));
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
    return this.slotOf.has(row);
  }

  /** Puts a product's vector in the place of an earlier one, if there is any. */
  set(row: number, vector: Float32Array): void {
    const known = this.slotOf.get(row);
    const slot = known ?? this.newSlot(row);
    if (known !== undefined) this.graph?.remove(BigInt(row));
    this.codes.set(codesOf(vector), slot * this.dimension);
    if (this.graph) this.addToGraph(slot, slot + 1);
    else this.buildWhereLarge();
  }

  remove(row: number): void {
    const slot = this.slotOf.get(row);
    if (slot === undefined) return;
    this.graph?.remove(BigInt(row));
    this.slotOf.delete(row);
    this.count -= 1;
    if (slot === this.count) return;
    const moved = this.rowOf[this.count];
    this.rowOf[slot] = moved;
    this.slotOf.set(moved, slot);
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
    const slots = Int32Array.from(keys as unknown as bigint[], (key) => this.slotOf.get(Number(key))!);
    const candidates = new Int8Array(slots.length * this.dimension);
    slots.forEach((slot, at) =>
      candidates.set(
        this.codes.subarray(slot * this.dimension, (slot + 1) * this.dimension),
        at * this.dimension,
      ),
    );
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
    return {
      rows: Int32Array.from(
        keys as unknown as bigint[],
        (key) => this.rowOf[slots ? slots[Number(key)] : Number(key)],
      ),
      similarities: Float32Array.from(distances as Float32Array, (distance) => 1 - distance),
    };
  }

  private newSlot(row: number): number {
    if (this.count === this.rowOf.length) {
      const slots = Math.max(FEWEST_SLOTS, Math.ceil(this.count * 1.5));
      const [codes, rowOf] = [new Int8Array(slots * this.dimension), new Int32Array(slots)];
      codes.set(this.codes);
      rowOf.set(this.rowOf);
      [this.codes, this.rowOf] = [codes, rowOf];
    }
    this.rowOf[this.count] = row;
    this.slotOf.set(row, this.count);
    return this.count++;
  }

  private buildWhereLarge(): void {
    if (this.graph || this.count <= EXACT_UP_TO) return;
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
  for (let at = 0; at < vector.length; at++) codes[at] = Math.round(vector[at] * scale);
  return codes;
}
