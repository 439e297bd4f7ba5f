import { certain } from '../common/certain';

/** Texts laid out in rows of equal width, several per row. */
export interface PackedRows {
  rows: number;
  /** Cells of a row. */
  width: number;
  /** For each text, its first cell among the concatenated rows. */
  starts: Int32Array;
}

/**
 * Texts begin at a multiple of this many cells. The runtime's CPU kernels sum numbers in groups of 4, 8 or 16, and
 * those in halves: moving a text by four cells keeps its sums the same to the last bit, moving it by another number
 * does not.
 */
const SUMMED_TOGETHER = 4;
/** Kernels on x86 treat the end of a row like the rest; others handle the remainder of a group separately. */
const WIDTH_STEP = process.arch === 'x64' ? 1 : SUMMED_TOGETHER;
/** Widest shared row in cells: matrix products sum longer ones in parts, which would split a text. */
export const WIDEST_SHARED = 256;
/** Widths to try: narrow rows save attention to other texts, wide ones leave fewer cells empty. */
const WIDTHS = [16, 32, 64, 128, 256];
/** Row width at which attention costs as much as the rest of a layer: measured with MiniLM on a CPU. */
const DEAR_WIDTH = 1000;

/**
 * Lays texts of these lengths out in the rows that cost the encoder least. Each goes into the emptiest row, longest
 * first, so that rows are of similar width. In each row, the text that leaves most of its last group empty comes last.
 * Texts of equal length get a row each. No shared row is wider than `longest`, the most tokens of a text.
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

/** A length including the unused rest of its last group. */
export function grouped(length: number): number {
  return Math.ceil(length / SUMMED_TOGETHER) * SUMMED_TOGETHER;
}

/**
 * The smallest row width, at least this long, whose end is summed as in wider rows: kernels take four at a time, then
 * two, then one, so that three are not summed together.
 */
export function evenWidth(longest: number): number {
  const cells = grouped(longest);
  return WIDTH_STEP > 1 || cells === longest + 1 ? cells : longest;
}

function spread(lengths: Int32Array, order: Int32Array, rows: number, longest: number): PackedRows {
  const filled = new Int32Array(rows);
  /** Unused cells of the text at a row's end, which can be dropped. */
  const spared = new Int32Array(rows);
  const members = Array.from({ length: rows }, (): number[] => []);
  for (const text of order) {
    let emptiest = 0;
    for (let other = 1; other < rows; other++)
      if (filled[other] - spared[other] < filled[emptiest] - spared[emptiest]) emptiest = other;
    const cells = grouped(lengths[text]);
    filled[emptiest] += cells;
    const empty = cells - lengths[text];
    // The one that saves most comes last.
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
