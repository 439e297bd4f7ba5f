import { certain } from '../common/certain';
/** Texts laid into rows of equal width, several to a row. */
export interface PackedRows {
  rows: number;
  /** Tokens of a row. */
  width: number;
  /** For each text, its first cell among the rows laid end to end. */
  starts: Int32Array;
}

/** Widths that are tried: narrow rows spare attention to other texts, wide ones leave fewer cells empty. */
const WIDTHS = [16, 32, 64, 128, 256];
/** Tokens of a row whose attention costs as much as the rest of a layer: measured with MiniLM on a CPU. */
const DEAR_WIDTH = 1000;

/**
 * Lays texts of these lengths into the rows that cost the encoder least. Each goes into the emptiest row, longest first,
 * so that rows are nearly of a width; texts of one length have a row each.
 */
export function packRows(lengths: Int32Array): PackedRows {
  const order = lengths.map((_, text) => text).sort((a, b) => lengths[b] - lengths[a]);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const counts = WIDTHS.flatMap((width) => [Math.floor(total / width), Math.ceil(total / width)]);
  const tried = new Set([lengths.length, ...counts].filter((rows) => rows >= 1 && rows <= lengths.length));
  let best: PackedRows | undefined;
  for (const rows of tried) {
    const packed = spread(lengths, order, rows);
    if (!best || costOf(packed) < costOf(best)) best = packed;
  }
  return certain(best, 'number of rows to try');
}

function spread(lengths: Int32Array, order: Int32Array, rows: number): PackedRows {
  const filled = new Int32Array(rows);
  const row = new Int32Array(lengths.length);
  const at = new Int32Array(lengths.length);
  for (const text of order) {
    let emptiest = 0;
    for (let other = 1; other < rows; other++) if (filled[other] < filled[emptiest]) emptiest = other;
    row[text] = emptiest;
    at[text] = filled[emptiest];
    filled[emptiest] += lengths[text];
  }
  const width = filled.reduce((most, tokens) => Math.max(most, tokens), 1);
  return { rows, width, starts: at.map((start, text) => row[text] * width + start) };
}

function costOf({ rows, width }: PackedRows): number {
  return rows * width * (1 + width / DEAR_WIDTH);
}
