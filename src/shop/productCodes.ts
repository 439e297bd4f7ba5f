import { CodeTable, MOST_ROWS } from './codeTable';
import { BestRows, type Ranking } from './ranking';
import { inverseLength } from './vectorCodes';

const FEWEST_ROWS = 64;
/** Room beyond what is needed, so that one more of many seldom has all of them moved. */
const SLACK = 1.1;

/** Codes [D] of products without gaps: each lies in a slot, and a product's slot is found by its row. */
export class ProductCodes {
  private readonly table: CodeTable;
  private rowOf: Int32Array = new Int32Array(FEWEST_ROWS);
  /** By row; -1 for a product that has no codes. */
  private slotOf: Int32Array = new Int32Array(FEWEST_ROWS).fill(-1);
  /** By slot: 1 / length, 0 where all codes are 0. */
  private inverse = new Float32Array(FEWEST_ROWS);
  private count = 0;

  constructor(readonly dimension: number) {
    this.table = new CodeTable(dimension);
  }

  get size(): number {
    return this.count;
  }

  /** -1 where there are no codes of a product. */
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

  /** A view, which is valid until the next product comes or goes. */
  at(slot: number): Int8Array {
    return this.table.at(slot);
  }

  /** Row-major [N, D]: the codes of products, zeros for one that is not here. */
  gathered(rows: Int32Array): Int8Array {
    const codes = new Int8Array(rows.length * this.dimension);
    rows.forEach((row, at) => {
      const slot = this.slot(row);
      if (slot >= 0) codes.set(this.at(slot), at * this.dimension);
    });
    return codes;
  }

  /** Puts a product's codes in the place of earlier ones, if there are any. */
  set(row: number, codes: Int8Array): void {
    const known = this.slot(row);
    const slot = known < 0 ? this.newSlot(row) : known;
    this.table.set(slot, codes);
    this.inverse[slot] = inverseLength(codes);
  }

  /** Puts in the codes [N, D] of products that have none. */
  setAll(rows: Int32Array, codes: Int8Array): void {
    const from = this.count;
    for (const row of rows) this.newSlot(row);
    this.table.setAll(from, codes);
    for (let slot = from; slot < this.count; slot++) this.inverse[slot] = inverseLength(this.at(slot));
  }

  /** Leaves nothing of a product's codes behind; the last ones take their slot. */
  remove(row: number): void {
    const slot = this.slot(row);
    if (slot < 0) return;
    this.slotOf[row] = -1;
    this.count -= 1;
    if (slot !== this.count) {
      const moved = this.rowOf[this.count];
      this.rowOf[slot] = moved;
      this.slotOf[moved] = slot;
      this.table.move(this.count, slot, 1);
      this.inverse[slot] = this.inverse[this.count];
    }
    this.table.clear(this.count, 1);
  }

  exchange(slot: number, other: number): void {
    if (slot === other) return;
    const [row, otherRow] = [this.rowOf[slot], this.rowOf[other]];
    const [inverse, otherInverse] = [this.inverse[slot], this.inverse[other]];
    const codes = this.at(slot).slice();
    this.table.move(other, slot, 1);
    this.table.set(other, codes);
    [this.rowOf[slot], this.rowOf[other]] = [otherRow, row];
    [this.slotOf[row], this.slotOf[otherRow]] = [other, slot];
    [this.inverse[slot], this.inverse[other]] = [otherInverse, inverse];
  }

  /** The best `count` of the products in some slots by their cosine to codes [D]. */
  nearestOf(slots: Int32Array, query: Int8Array, count: number): Ranking {
    const { table, inverse, rowOf } = this;
    const scale = inverseLength(query);
    const best = new BestRows(Math.min(count, slots.length));
    table.fetch(slots);
    table.ask(query);
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at];
      const product = table.products(slot, 1)[0];
      best.offer(rowOf[slot], cosine(product * inverse[slot] * scale));
    }
    return best.ranking();
  }

  /** The same of all. */
  nearest(query: Int8Array, count: number): Ranking {
    const { table, inverse, rowOf } = this;
    const scale = inverseLength(query);
    const best = new BestRows(Math.min(count, this.count));
    let { least } = best;
    table.ask(query);
    for (let from = 0; from < this.count; from += MOST_ROWS) {
      const some = Math.min(MOST_ROWS, this.count - from);
      const products = table.products(from, some);
      for (let at = 0; at < some; at++) {
        const similarity = cosine(products[at] * inverse[from + at] * scale);
        if (similarity < least) continue;
        best.offer(rowOf[from + at], similarity);
        ({ least } = best);
      }
    }
    return best.ranking();
  }

  private newSlot(row: number): number {
    const slot = this.count++;
    if (slot >= this.rowOf.length) {
      this.rowOf = grown(this.rowOf, slot, 0);
      this.inverse = grown(this.inverse, slot, 0);
    }
    if (row >= this.slotOf.length) this.slotOf = grown(this.slotOf, row, -1);
    this.table.makeRoom(this.count);
    this.rowOf[slot] = row;
    this.slotOf[row] = slot;
    return slot;
  }
}

/** As it is kept, and not above 1 by rounding. */
function cosine(value: number): number {
  return Math.min(1, Math.fround(value));
}

function grown<T extends Int32Array | Float32Array>(values: T, index: number, fill: number): T {
  const Same = values.constructor as new (length: number) => T;
  const longer = new Same(Math.ceil((index + 1) * SLACK) + FEWEST_ROWS).fill(fill) as T;
  longer.set(values);
  return longer;
}
