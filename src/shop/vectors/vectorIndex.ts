import { BLOCK, CodeBlocks } from './codeBlocks';
import { PrincipalAxes } from './principalAxes';
import { mergedRankings, NO_RANKING, type Ranking } from '../../common/ranking';
import { codesOf, compared, unit } from './vectorCodes';
import { VectorGraph } from './vectorGraph';

/** Up to this many products are compared one by one; beyond that, a graph finds nearly all of the nearest. */
export const EXACT_UP_TO = 5000;

/** Number of axes of a graph, and of vectors from which they are computed. */
const AXES = 96;
const TOLD_BY = 1024;
/**
 * Up to this many products, a graph finds nearly all of the nearest with the requested number of candidates. Beyond
 * that more candidates are requested, as the size to this power, because a few numbers per product distinguish ever
 * less.
 */
const [TOLD_APART, MORE_OF_MORE] = [100_000, 0.3];
/** The axes are recomputed once there are this many times as many products. */
const OUTGROWN = 4;

/** The stored form of an index: everything but the graph, which is a separate file. */
export interface VectorTable {
  dimension: number;
  /** [N]: the products' rows. */
  rows: Int32Array;
  /** Row-major [N, D]: unit vectors as int8, each scaled so that its largest component is 127. */
  codes: Int8Array;
}

/**
 * The nearest products by cosine of their unit vectors [D]. Vectors are int8 codes with individual scales, which do not
 * affect the cosine.
 */
export class VectorIndex {
  private finished: VectorGraph | null = null;
  /** One that is being built. */
  private growing: VectorGraph | null = null;
  /** From the computation of its axes on, before there is a growing one. */
  private isBuilding = false;
  private candidates = new Int8Array();

  /** With more than `exactUpTo` products a graph is used. */
  constructor(
    readonly dimension: number,
    private readonly exactUpTo = EXACT_UP_TO,
    private readonly codes = new CodeBlocks(dimension),
  ) {}

  /** A stored index; without its graph all products are compared until one is built. */
  static of({ dimension, rows, codes }: VectorTable, graph: VectorGraph | null = null): VectorIndex {
    const blocks: Int8Array[] = [];
    for (let from = 0; from < rows.length; from += BLOCK)
      blocks.push(codes.slice(from * dimension, (from + BLOCK) * dimension));
    return VectorIndex.ofParts(dimension, rows, blocks, graph);
  }

  /** The same from codes in parts of BLOCK products, which become the index's own. */
  static ofParts(
    dimension: number,
    rows: Int32Array,
    codes: readonly Int8Array[],
    graph: VectorGraph | null = null,
  ): VectorIndex {
    const index = new VectorIndex(dimension, EXACT_UP_TO, CodeBlocks.of(dimension, rows, codes));
    if (rows.length > EXACT_UP_TO) index.finished = graph;
    return index;
  }

  get size(): number {
    return this.codes.size;
  }

  has(row: number): boolean {
    return this.codes.slot(row) >= 0;
  }

  /** A product's vector [D], of unit length; null if it has none. */
  vector(row: number): Float32Array | null {
    const slot = this.codes.slot(row);
    return slot < 0 ? null : this.unitAt(slot);
  }

  /** Sets a product's vector, replacing an earlier one. */
  set(row: number, vector: Float32Array): void {
    const slot = this.codes.set(row, codesOf(vector));
    for (const graph of [this.finished, this.growing]) {
      if (!graph) continue;
      if (graph.has(row)) graph.remove(row);
      graph.add(row, this.unitAt(slot));
    }
  }

  /**
   * Whether there are too many products to compare all of them, and no graph yet, or one that was built for far fewer.
   */
  get wantsGraph(): boolean {
    if (this.isBuilding || this.codes.size <= this.exactUpTo) return false;
    return !this.finished || this.codes.size > OUTGROWN * this.finished.axes.size;
  }

  /**
   * Builds the graph, with given axes or those of the products, one product per step, each of which takes a tenth of a
   * millisecond or two. Products may be looked up, added and removed meanwhile; until it is ready the earlier graph is
   * used, or all are compared.
   */
  *building(axes: PrincipalAxes | null = null): Generator<void> {
    this.isBuilding = true;
    try {
      const growing = new VectorGraph(
        axes ??
          (yield* PrincipalAxes.fitting(this.spread(TOLD_BY), {
            dimension: this.dimension,
            count: AXES,
            size: this.codes.size,
          })),
      );
      this.growing = growing;
      const rows = yield* this.byNearness();
      for (let at = 0; at < rows.length; at++) {
        const slot = this.codes.slot(rows[at]);
        if (slot < 0) continue;
        if (!growing.has(rows[at])) growing.add(rows[at], this.unitAt(slot));
        if (at < this.codes.size) this.codes.exchange(slot, at);
        yield;
      }
      this.finished = growing;
    } finally {
      this.growing = null;
      this.isBuilding = false;
    }
  }

  /** Removes a product's vector, also from the graph's memory. */
  remove(row: number): void {
    if (!this.has(row)) return;
    this.finished?.remove(row);
    if (this.growing?.has(row)) this.growing.remove(row);
    this.codes.remove(row);
  }

  /** At most `count` products, nearest first; those in `also` are compared whether the graph finds them or not. */
  nearest(vector: Float32Array, count: number, also: Iterable<number> = []): Ranking {
    if (!this.finished || count >= this.codes.size) return this.exactNearest(vector, count);
    const found = new Set(this.finished.near(vector, this.candidatesFor(count)));
    for (const row of also) if (this.has(row)) found.add(row);
    const slots = Int32Array.from(found, (row) => this.codes.slot(row));
    const candidates = this.gathered(slots);
    const { rows: places, similarities } = compared(candidates, codesOf(vector), this.dimension, count);
    for (let at = 0; at < places.length; at++) places[at] = this.codes.row(slots[places[at]]);
    return { rows: places, similarities };
  }

  /** Compares every product, however many there are. */
  exactNearest(vector: Float32Array, count: number): Ranking {
    if (this.codes.size === 0) return NO_RANKING;
    const query = codesOf(vector);
    const parts: Ranking[] = [];
    for (const { from, codes } of this.codes.filled()) {
      const { rows: places, similarities } = compared(codes, query, this.dimension, count);
      for (let at = 0; at < places.length; at++) places[at] = this.codes.row(from + places[at]);
      parts.push({ rows: places, similarities });
    }
    return parts.length === 1 ? parts[0] : mergedRankings(parts, count);
  }

  /** A copy to store. */
  table(): VectorTable {
    const rows = this.rows();
    return { dimension: this.dimension, rows, codes: this.codesOf(rows) };
  }

  /** Products that have a vector. */
  rows(): Int32Array {
    return this.codes.rows();
  }

  /** Null until one of all products is ready. */
  get graph(): VectorGraph | null {
    return this.finished;
  }

  /** Row-major [N, D]: the codes of products, zeros for a missing one. */
  codesOf(rows: Int32Array): Int8Array {
    return this.codes.gathered(rows);
  }

  /** Unit vectors of a sample of the products, or of all if there are few. */
  private *spread(most: number): Generator<Float32Array> {
    for (const slot of evenly(this.codes.size, most)) yield this.unitAt(slot);
  }

  /** The products, grouped by the nearest of a few: neighbours in memory are read faster. */
  private *byNearness(): Generator<void, Int32Array> {
    const rows = this.rows();
    const few = this.codesOf(Int32Array.from(evenly(rows.length, Math.sqrt(rows.length)), (at) => rows[at]));
    const nearest = new Int32Array(rows.length);
    for (let at = 0; at < rows.length; at++) {
      const slot = this.codes.slot(rows[at]);
      if (slot >= 0) nearest[at] = compared(few, this.codes.at(slot).slice(), this.dimension, 1).rows[0];
      yield;
    }
    return Int32Array.from(
      Array.from(rows.keys()).sort((a, b) => nearest[a] - nearest[b]),
      (at) => rows[at],
    );
  }

  private candidatesFor(count: number): number {
    return Math.ceil(count * Math.max(1, this.codes.size / TOLD_APART) ** MORE_OF_MORE);
  }

  /** The codes of some products, in a reused buffer. */
  private gathered(slots: Int32Array): Int8Array {
    const size = slots.length * this.dimension;
    if (this.candidates.length < size) this.candidates = new Int8Array(size);
    for (let at = 0; at < slots.length; at++)
      this.candidates.set(this.codes.at(slots[at]), at * this.dimension);
    return this.candidates.subarray(0, size);
  }

  private unitAt(slot: number): Float32Array {
    return unit(Float32Array.from(this.codes.at(slot)));
  }
}

/** At most `most` of the numbers below `count`, evenly spaced. */
function evenly(count: number, most: number): number[] {
  const step = Math.max(1, count / Math.floor(most));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => Math.floor(at * step));
}
