/** Products whose codes are stored together: adding one moves none of the others. */
const BLOCK_BITS = 13;
export const BLOCK = 1 << BLOCK_BITS;
const FEWEST_ROWS = 64;
/** Spare room, so that an addition seldom moves everything. */
const SLACK = 1.1;

/** Codes [D] of products without gaps: each is in a slot, found by the product's row. */
export class CodeBlocks {
  /** Row-major [BLOCK, D] each, the last one as far as it is filled. */
  private readonly blocks: Int8Array[] = [];
  private rowOf: Int32Array = new Int32Array(FEWEST_ROWS);
  /** By row; -1 for a product without codes. */
  private slotOf: Int32Array = new Int32Array(FEWEST_ROWS).fill(-1);
  private count = 0;

  constructor(readonly dimension: number) {}

  /** Of rows and their codes in parts of BLOCK, which become its own. */
  static of(dimension: number, rows: Int32Array, parts: readonly Int8Array[]): CodeBlocks {
    const codes = new CodeBlocks(dimension);
    for (const row of rows) codes.newSlot(row);
    codes.blocks.push(...parts);
    return codes;
  }

  get size(): number {
    return this.count;
  }

  /** -1 for a product without codes. */
  slot(row: number): number {
    return row < this.slotOf.length ? this.slotOf[row] : -1;
  }

  row(slot: number): number {
    return this.rowOf[slot];
  }

  /** Of all products, in the order of their slots. */
  rows(): Int32Array {
    return this.rowOf.slice(0, this.count);
  }

  /** A view: later changes are visible. */
  at(slot: number): Int8Array {
    const from = (slot & (BLOCK - 1)) * this.dimension;
    return this.blocks[slot >>> BLOCK_BITS].subarray(from, from + this.dimension);
  }

  /** Row-major [N, D]: the codes of products, zeros for a missing one. */
  gathered(rows: Int32Array): Int8Array {
    const codes = new Int8Array(rows.length * this.dimension);
    rows.forEach((row, at) => {
      const slot = this.slot(row);
      if (slot >= 0) codes.set(this.at(slot), at * this.dimension);
    });
    return codes;
  }

  /** All codes in memory order, block by block, with the slot of the first. */
  *filled(): Generator<{ from: number; codes: Int8Array }> {
    for (let from = 0; from < this.count; from += BLOCK) {
      const size = Math.min(BLOCK, this.count - from);
      yield { from, codes: this.blocks[from >>> BLOCK_BITS].subarray(0, size * this.dimension) };
    }
  }

  /** Sets a product's codes, replacing earlier ones; returns their slot. */
  set(row: number, codes: Int8Array): number {
    const known = this.slot(row);
    const slot = known < 0 ? this.newSlot(row) : known;
    this.place(slot, codes);
    return slot;
  }

  /** Removes a product's codes completely; the last ones move into their slot. */
  remove(row: number): void {
    const slot = this.slot(row);
    if (slot < 0) return;
    this.slotOf[row] = -1;
    this.count -= 1;
    if (slot !== this.count) {
      const moved = this.rowOf[this.count];
      this.rowOf[slot] = moved;
      this.slotOf[moved] = slot;
      this.place(slot, this.at(this.count));
    }
    this.at(this.count).fill(0);
  }

  exchange(slot: number, other: number): void {
    if (slot === other) return;
    const [row, otherRow] = [this.rowOf[slot], this.rowOf[other]];
    const codes = this.at(slot).slice();
    this.at(slot).set(this.at(other));
    this.at(other).set(codes);
    [this.rowOf[slot], this.rowOf[other]] = [otherRow, row];
    [this.slotOf[row], this.slotOf[otherRow]] = [other, slot];
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
    this.at(slot).set(codes);
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
