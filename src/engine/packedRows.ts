import { certain } from '../common/certain';

/** Texts laid into rows of equal width, several to a row. */
export interface PackedRows {
  rows: number;
  /** Cells of a row. */
  width: number;
  /** For each text, its first cell among the rows laid end to end. */
  starts: Int32Array;
}

/**
 * Cells that a text begins at a multiple of, and its place in a sum counts from. The runtime's processor kernels sum numbers
 * in groups of 4, 8 or 16 and those in halves: a text moved by four of them has the same sums to the last bit, one moved
 * by another number has not.
 */
const SUMMED_TOGETHER = 4;
/** Kernels of x86 take the end of a row as they take the rest of it; others take what is left of a group by itself. */
const WIDTH_STEP = process.arch === 'x64' ? 1 : SUMMED_TOGETHER;
/** Cells of a row that several texts share at most: products sum longer ones in parts, which would cut a text in two. */
export const WIDEST_SHARED = 256;
/** Widths that are tried: narrow rows spare attention to other texts, wide ones leave fewer cells empty. */
const WIDTHS = [16, 32, 64, 128, 256];
/** Cells of a row whose attention costs as much as the rest of a layer: measured with MiniLM on a CPU. */
const DEAR_WIDTH = 1000;

/**
 * Lays texts of these lengths into the rows that cost the encoder least. Each goes into the emptiest row, longest first,
 * so that rows are nearly of a width; within a row the text that leaves most of its last group empty stands at the end.
 * Texts of one length have a row each. No row that texts share is wider than `longest`, the most tokens of a text.
 */
export function packRows(lengths: Int32Array, longest = WIDEST_SHARED): PackedRows {
  const order = lengths.map((_, text) => text).sort((a, b) => lengths[b] - lengths[a]);
  const total = lengths.reduce((sum, length) => sum + grouped(length), 0);
  const counts = WIDTHS.flatMap((width) => [Math.floor(total / width), Math.ceil(total / width)]);
  const tried = new Set([lengths.length, ...counts].filter((rows) => rows >= 1 && rows <= lengths.length));
  let best: PackedRows | undefined;
  for (const rows of tried) {
    const packed = spread(lengths, order, rows, longest);
    if (rows < lengths.length && packed.width > Math.min(longest, WIDEST_SHARED)) continue;
    if (!best || costOf(packed) < costOf(best)) best = packed;
  }
  return certain(best, 'number of rows to try');
}

/** A length with what its last group leaves empty. */
export function grouped(length: number): number {
  return Math.ceil(length / SUMMED_TOGETHER) * SUMMED_TOGETHER;
}

/**
 * The least width of rows, at least this long, whose end sums as it does in wider rows: kernels take four at a time, then
 * two, then one, so that three are not summed together.
 */
export function evenWidth(longest: number): number {
  const cells = grouped(longest);
  return WIDTH_STEP > 1 || cells === longest + 1 ? cells : longest;
}

function spread(lengths: Int32Array, order: Int32Array, rows: number, longest: number): PackedRows {
  const filled = new Int32Array(rows);
  /** What the text at a row's end leaves empty, which needs no cells. */
  const spared = new Int32Array(rows);
  const members = Array.from({ length: rows }, (): number[] => []);
  for (const text of order) {
    let emptiest = 0;
    for (let other = 1; other < rows; other++)
      if (filled[other] - spared[other] < filled[emptiest] - spared[emptiest]) emptiest = other;
    const cells = grouped(lengths[text]);
    filled[emptiest] += cells;
    const empty = cells - lengths[text];
    // The one that spares most is the last.
    if (members[emptiest].length === 0 || empty > spared[emptiest]) {
      spared[emptiest] = empty;
      members[emptiest].push(text);
    } else members[emptiest].unshift(text);
  }
  const widest = filled.reduce((most, cells, row) => Math.max(most, cells - spared[row]), 1);
  const width = Math.max(widest, Math.min(Math.ceil(widest / WIDTH_STEP) * WIDTH_STEP, longest));
  const starts = new Int32Array(lengths.length);
  members.forEach((texts, row) => {
    let at = row * width;
    for (const text of texts) {
      starts[text] = at;
      at += grouped(lengths[text]);
    }
  });
  return { rows, width, starts };
}

function costOf({ rows, width }: PackedRows): number {
  return rows * width * (1 + width / DEAR_WIDTH);
}
