import { CodeTable, MOST_ROWS } from './codeTable';
import type { PrincipalAxes } from './principalAxes';
import { BestRows } from './ranking';
import { codesOf, inverseLength, scaledCodes } from './vectorCodes';

/** Cells whose products a search compares, and of very many as many as their number to this power. */
const [NEAR_CELLS, MORE_OF_MORE] = [28, 0.44];
/** Products that are compared for each that is wanted, where very many are. */
const FOR_EACH = 4;
const FEWEST_PLACES = 8;
const SLACK = 1.1;

/**
 * Products in cells, each around a centre, so that a search compares those of the cells nearest to it alone (an inverted file,
 * Jégou et al. 2011), by few numbers each: their components along the principal axes. A product is its row.
 */
export class VectorCells {
  /** [C, P]: directions of the cells' centres. */
  private readonly centres: CodeTable;
  /** [places, P]: products, those of a cell one after the other. */
  private readonly table: CodeTable;
  /** By place. */
  private rowAt: Int32Array = new Int32Array(FEWEST_PLACES);
  private places = 0;
  /** Products. */
  private size = 0;
  /** The cells: 0, 1, 2 ... */
  private readonly numbers: Int32Array;
  /** By cell: where its places begin, how many are taken, and how many there are. */
  private readonly starts: Int32Array;
  private readonly counts: Int32Array;
  private readonly rooms: Int32Array;
  /** By room, beginnings of places that were left. */
  private readonly left = new Map<number, number[]>();
  /** By row; -1 for a product that is not here. */
  private cells: Int32Array = new Int32Array(FEWEST_PLACES).fill(-1);
  private placeOf: Int32Array = new Int32Array(FEWEST_PLACES);

  constructor(
    readonly axes: PrincipalAxes,
    /** What a unit vector's components along the axes are multiplied with to be codes. */
    readonly scale: number,
    /** Row-major [C, P], in this scale. */
    readonly centreCodes: Int8Array,
  ) {
    const size = centreCodes.length / axes.count;
    this.centres = new CodeTable(axes.count);
    this.centres.makeRoom(size);
    this.centres.setAll(0, centreCodes);
    this.table = new CodeTable(axes.count);
    this.numbers = Int32Array.from({ length: size }, (_, cell) => cell);
    [this.starts, this.counts, this.rooms] = [0, 0, 0].map(() => new Int32Array(size));
  }

  /** Number of cells. */
  get count(): number {
    return this.counts.length;
  }

  has(row: number): boolean {
    return this.cell(row) >= 0;
  }

  /** -1 for a product that is not here. */
  cell(row: number): number {
    return row < this.cells.length ? this.cells[row] : -1;
  }

  /** Puts in a product that is not here, by the codes [D] of its vector. */
  add(row: number, codes: Int8Array): void {
    const short = scaledCodes(this.axes.project(codes), this.scale * inverseLength(codes));
    this.put(row, short, this.nearestCell(short));
  }

  /** The same by its codes [P] along the axes and its cell. */
  put(row: number, short: Int8Array, cell: number): void {
    const place = this.newPlace(cell);
    this.size += 1;
    this.table.set(place, short);
    if (row >= this.cells.length) {
      this.cells = grown(this.cells, row, -1);
      this.placeOf = grown(this.placeOf, row, 0);
    }
    this.rowAt[place] = row;
    this.cells[row] = cell;
    this.placeOf[row] = place;
  }

  /** Row-major [N, P]: codes of products along the axes, zeros for one that is not here. */
  codesOf(rows: Int32Array): Int8Array {
    const { count } = this.axes;
    const codes = new Int8Array(rows.length * count);
    rows.forEach((row, at) => {
      if (this.has(row)) codes.set(this.table.at(this.placeOf[row]), at * count);
    });
    return codes;
  }

  /** Leaves nothing of a product behind. */
  remove(row: number): void {
    const cell = this.cell(row);
    if (cell < 0) return;
    const last = this.starts[cell] + --this.counts[cell];
    this.size -= 1;
    this.moveOne(last, this.placeOf[row]);
    this.table.clear(last, 1);
    this.cells[row] = -1;
  }

  /** Rows of at most `count` products that are nearly the nearest to a vector by its codes [D], in no order that counts. */
  near(codes: Int8Array, count: number): readonly number[] {
    const short = codesOf(this.axes.project(codes));
    const cells = this.nearestCells(short, this.cellsFor(count));
    const best = new BestRows(count);
    this.table.ask(short);
    for (const cell of cells) offerAll(best, this.table, this.rowAt, this.starts[cell], this.counts[cell]);
    return best.rows;
  }

  private cellsFor(count: number): number {
    const wanted = (FOR_EACH * count * this.count) / Math.max(1, this.size);
    return Math.ceil(Math.max(NEAR_CELLS, this.count ** MORE_OF_MORE, wanted));
  }

  /** Products by cell. */
  rows(): Int32Array {
    const rows = new Int32Array(this.size);
    let filled = 0;
    for (let cell = 0; cell < this.count; cell++) {
      const start = this.starts[cell];
      rows.set(this.rowAt.subarray(start, start + this.counts[cell]), filled);
      filled += this.counts[cell];
    }
    return rows;
  }

  /** The cell whose centre is nearest to codes [P]. */
  nearestCell(short: Int8Array): number {
    return this.nearestCells(short, 1)[0];
  }

  private nearestCells(short: Int8Array, count: number): readonly number[] {
    const best = new BestRows(count);
    this.centres.ask(short);
    offerAll(best, this.centres, this.numbers, 0, this.count);
    return best.rows;
  }

  private newPlace(cell: number): number {
    if (this.counts[cell] === this.rooms[cell]) this.widen(cell);
    return this.starts[cell] + this.counts[cell]++;
  }

  /** Gives a cell twice as many places as it has. */
  private widen(cell: number): void {
    const [before, count] = [this.starts[cell], this.counts[cell]];
    const room = Math.max(FEWEST_PLACES, this.rooms[cell] * 2);
    const start = this.left.get(room)?.pop() ?? this.newPlaces(room);
    for (let at = 0; at < count; at++) this.moveOne(before + at, start + at);
    if (count > 0) {
      this.table.clear(before, count);
      const left = this.left.get(count) ?? [];
      left.push(before);
      this.left.set(count, left);
    }
    this.starts[cell] = start;
    this.rooms[cell] = room;
  }

  private newPlaces(room: number): number {
    const start = this.places;
    this.places += room;
    this.table.makeRoom(this.places);
    if (this.places > this.rowAt.length) {
      this.rowAt = grown(this.rowAt, this.places, 0);
    }
    return start;
  }

  private moveOne(from: number, to: number): void {
    if (from === to) return;
    this.table.move(from, to, 1);
    this.rowAt[to] = this.rowAt[from];
    this.placeOf[this.rowAt[to]] = to;
  }
}

/** Offers places of a table by their product with what it was asked, as the numbers that they are of. */
function offerAll(best: BestRows, table: CodeTable, numbers: Int32Array, start: number, count: number): void {
  let { least } = best;
  for (let from = start; from < start + count; from += MOST_ROWS) {
    const some = Math.min(MOST_ROWS, start + count - from);
    const products = table.products(from, some);
    for (let at = 0; at < some; at++) {
      if (products[at] < least) continue;
      best.offer(numbers[from + at], products[at]);
      least = best.least;
    }
  }
}

function grown(values: Int32Array, index: number, fill: number): Int32Array {
  const longer = new Int32Array(Math.ceil((index + 1) * SLACK)).fill(fill);
  longer.set(values);
  return longer;
}
