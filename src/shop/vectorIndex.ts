import { cellsAround, tellingCells } from './cellCentres';
import { PrincipalAxes } from './principalAxes';
import { ProductCodes } from './productCodes';
import type { Ranking } from './ranking';
import type { VectorCells } from './vectorCells';
import { codesOf, unit } from './vectorCodes';

/** So many products are compared one by one; with more, cells of products that are alike hold nearly all of the nearest. */
export const EXACT_UP_TO = 5000;

/** Axes by which cells compare products, and vectors that tell which they are. */
const AXES = 96;
const TOLD_BY = 1024;
/**
 * Up to so many products cells tell nearly all of the nearest among as many candidates as are wanted. Of more they are asked
 * for more, as the size to this power: few numbers a product tell ever less well which of many is nearer.
 */
const [TOLD_APART, MORE_OF_MORE] = [100_000, 0.3];
/** Times as many products as there were may be others: then the axes are found anew. */
const OUTGROWN = 4;

/** What an index is kept as. */
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
  private finished: VectorCells | null = null;
  /** Those that do not have all products yet. */
  private growing: VectorCells | null = null;
  /** From the finding of their axes on, which comes before there are any that grow. */
  private isBuilding = false;
  private readonly codes: ProductCodes;

  /** With more than `exactUpTo` products not all are compared. */
  constructor(
    readonly dimension: number,
    private readonly exactUpTo = EXACT_UP_TO,
  ) {
    this.codes = new ProductCodes(dimension);
  }

  /** An index as it was kept; all products are compared until there are cells. */
  static of({ dimension, rows, codes }: VectorTable): VectorIndex {
    const index = new VectorIndex(dimension);
    index.setAll(rows, codes);
    return index;
  }

  get size(): number {
    return this.codes.size;
  }

  has(row: number): boolean {
    return this.codes.slot(row) >= 0;
  }

  /** A product's vector [D], of unit length; null where it has none here. */
  vector(row: number): Float32Array | null {
    const slot = this.codes.slot(row);
    return slot < 0 ? null : this.unitAt(slot);
  }

  /** Puts a product's vector in the place of an earlier one, if there is any. */
  set(row: number, vector: Float32Array): void {
    const codes = codesOf(vector);
    this.codes.set(row, codes);
    for (const cells of [this.finished, this.growing]) {
      cells?.remove(row);
      cells?.add(row, codes);
    }
  }

  /** Puts in products that have no vector yet, by their codes [N, D]. */
  setAll(rows: Int32Array, codes: Int8Array): void {
    this.codes.setAll(rows, codes);
  }

  /** Takes over cells of its products that were kept, and what they lack. */
  takeCells(cells: VectorCells): void {
    for (const row of this.rows()) if (!cells.has(row)) cells.add(row, this.codes.at(this.codes.slot(row)));
    this.finished = cells;
  }

  /** Whether there are too many products to compare all of them, and no cells yet, or such as were made for far fewer. */
  get wantsCells(): boolean {
    if (this.isBuilding || this.codes.size <= this.exactUpTo) return false;
    return !this.finished || this.codes.size > OUTGROWN * this.finished.axes.size;
  }

  /**
   * Builds the cells, a product a step, each of which takes some tens of microseconds. Products may be looked up, come and go
   * meanwhile; until they are there those of before serve, or all are compared.
   */
  *building(): Generator<void> {
    this.isBuilding = true;
    try {
      const { dimension } = this;
      const { size } = this.codes;
      const axes = yield* PrincipalAxes.fitting(this.spread(TOLD_BY), { dimension, count: AXES, size });
      const told = evenly(size, tellingCells(size)).map((slot) => this.codes.at(slot).slice());
      const growing = yield* cellsAround(axes, told, size);
      this.growing = growing;
      for (const row of this.rows()) {
        const slot = this.codes.slot(row);
        if (slot >= 0 && !growing.has(row)) growing.add(row, this.codes.at(slot));
        yield;
      }
      yield* this.byCell(growing);
      this.finished = growing;
    } finally {
      this.growing = null;
      this.isBuilding = false;
    }
  }

  /** Forgets a product's vector, in memory as well. */
  remove(row: number): void {
    for (const cells of [this.finished, this.growing]) cells?.remove(row);
    this.codes.remove(row);
  }

  /** At most `count` products, nearest first; those of `also` are compared whether the cells tell them or not. */
  nearest(vector: Float32Array, count: number, also: readonly number[] = []): Ranking {
    if (!this.finished || count >= this.codes.size) return this.exactNearest(vector, count);
    const query = codesOf(vector);
    const found = this.finished.near(query, this.candidatesFor(count));
    const slots = new Int32Array(found.length + also.length).fill(-1);
    let filled = 0;
    for (let at = 0; at < found.length; at++) slots[filled++] = this.codes.slot(found[at]);
    for (const row of also) {
      const slot = this.codes.slot(row);
      if (!slots.includes(slot)) slots[filled++] = slot;
    }
    return this.codes.nearestOf(slots.subarray(0, filled), query, count);
  }

  /** Every product compared with the text, however many there are. */
  exactNearest(vector: Float32Array, count: number): Ranking {
    return this.codes.nearest(codesOf(vector), count);
  }

  /** A copy to be kept. */
  table(): VectorTable {
    const rows = this.rows();
    return { dimension: this.dimension, rows, codes: this.codesOf(rows) };
  }

  /** Products that have a vector. */
  rows(): Int32Array {
    return this.codes.rows();
  }

  /** Null until there are some of all products. */
  get cells(): VectorCells | null {
    return this.finished;
  }

  /** Row-major [N, D]: the codes of products, zeros for one that is not here. */
  codesOf(rows: Int32Array): Int8Array {
    return this.codes.gathered(rows);
  }

  /** Unit vectors of some of the products, or of all where there are no more. */
  private *spread(most: number): Generator<Float32Array> {
    for (const slot of evenly(this.codes.size, most)) yield this.unitAt(slot);
  }

  /** Puts the codes of a cell's products together: what lies together in memory is read sooner. */
  private *byCell(cells: VectorCells): Generator<void> {
    const rows = cells.rows();
    for (let at = 0; at < Math.min(rows.length, this.codes.size); at++) {
      const slot = this.codes.slot(rows[at]);
      if (slot >= 0) this.codes.exchange(slot, at);
      yield;
    }
  }

  private candidatesFor(count: number): number {
    return Math.ceil(count * Math.max(1, this.codes.size / TOLD_APART) ** MORE_OF_MORE);
  }

  private unitAt(slot: number): Float32Array {
    return unit(Float32Array.from(this.codes.at(slot)));
  }
}

/** At most `most` of the numbers below `count`, at even distances. */
function evenly(count: number, most: number): number[] {
  const step = Math.max(1, count / Math.floor(most));
  return Array.from({ length: Math.ceil(count / step) }, (_, at) => Math.floor(at * step));
}
