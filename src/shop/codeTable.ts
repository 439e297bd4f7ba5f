import { dotProducts, type DotProducts, PAGE_BYTES, type WasmMemory } from './dotProducts';

/** Columns that are multiplied at once. */
const COLUMNS = 16;
/** Rows that are multiplied at a call. */
export const MOST_ROWS = 8192;
const INT32_BYTES = 4;
const INT16_BYTES = 2;
/** Bytes that processors fetch together. */
const FETCHED = 64;
/** Room beyond what is needed, so that one more of many seldom makes more. */
const SLACK = 1.1;

/** Rows of int8 codes [D] in a memory of their own, where a query is multiplied with many at once. */
export class CodeTable {
  private readonly width: number;
  private readonly memory: WasmMemory;
  private readonly dots: DotProducts;
  /** Where the rows begin: the results lie before them, the query before those. */
  private readonly start: number;
  private bytes: Int8Array;
  private query: Int16Array;
  private results: Int32Array;

  constructor(readonly dimension: number) {
    this.width = Math.ceil(dimension / COLUMNS) * COLUMNS;
    this.start = this.width * INT16_BYTES + MOST_ROWS * INT32_BYTES;
    const { memory, dots } = dotProducts(Math.ceil(this.start / PAGE_BYTES));
    this.memory = memory;
    this.dots = dots;
    [this.bytes, this.query, this.results] = this.views();
  }

  /** Makes room for so many rows; what is not set is 0. */
  makeRoom(rows: number): void {
    const missing = this.start + rows * this.width - this.bytes.length;
    if (missing <= 0) return;
    this.memory.grow(Math.ceil((missing + (SLACK - 1) * rows * this.width) / PAGE_BYTES));
    [this.bytes, this.query, this.results] = this.views();
  }

  /** A view, which is valid until room is made. */
  at(row: number): Int8Array {
    const from = this.start + row * this.width;
    return this.bytes.subarray(from, from + this.dimension);
  }

  set(row: number, codes: Int8Array): void {
    this.bytes.set(codes, this.start + row * this.width);
  }

  /** Puts rows [N, D] in from one on. */
  setAll(from: number, codes: Int8Array): void {
    const { dimension } = this;
    if (dimension === this.width) this.set(from, codes);
    else
      for (let at = 0; at < codes.length; at += dimension)
        this.set(from + at / dimension, codes.subarray(at, at + dimension));
  }

  /** Copies `count` rows from one place to another. */
  move(from: number, to: number, count: number): void {
    const begin = this.start + from * this.width;
    this.bytes.copyWithin(this.start + to * this.width, begin, begin + count * this.width);
  }

  /** Leaves nothing of `count` rows behind. */
  clear(from: number, count: number): void {
    const begin = this.start + from * this.width;
    this.bytes.fill(0, begin, begin + count * this.width);
  }

  /** Says what rows are to be multiplied with, [D], until another is said. */
  ask(query: Int8Array): void {
    this.query.set(query);
  }

  /** Multiplies the query with at most MOST_ROWS rows from one on; gives their products from place 0 on until the next ones. */
  products(from: number, count: number): Int32Array {
    if (count > 0) {
      const begin = this.start + from * this.width;
      this.dots(0, begin, begin + count * this.width, this.width, this.width * INT16_BYTES);
    }
    return this.results;
  }

  /** Has the processor fetch rows at once, for which their products would wait one after the other. */
  fetch(rows: Int32Array): void {
    const { bytes, start, width } = this;
    let seen = 0;
    for (let at = 0; at < rows.length; at++) {
      const begin = start + rows[at] * width;
      for (let place = begin; place < begin + width; place += FETCHED) seen ^= bytes[place];
    }
    // What is not used is not read; the products go there.
    this.results[0] = seen;
  }

  private views(): [Int8Array, Int16Array, Int32Array] {
    const { buffer } = this.memory;
    return [
      new Int8Array(buffer),
      new Int16Array(buffer, 0, this.width),
      new Int32Array(buffer, this.width * INT16_BYTES, MOST_ROWS),
    ];
  }
}
