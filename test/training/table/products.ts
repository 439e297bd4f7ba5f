import { Random } from '../../../src/common/random';
import type { TableRow } from '../../../src/ingest/readTable';

const KINDS = ['mug', 'lantern', 'card', 'holder', 'frame', 'bowl'];
const COLOURS = ['red', 'blue', 'green', 'white'];
const RANGES = ['basic', 'classic', 'premium'];

export interface ProductOptions {
  rows: number;
  seed?: number;
  /** Weight of the text in the target. */
  text?: number;
  /** What is added to the target, which is otherwise above 0. */
  shift?: number;
}

/** Products whose target depends on size, range and, with weight `text`, on the kind that their text names. */
export function products({ rows, seed = 0, text = 1, shift = 0 }: ProductOptions): TableRow[] {
  const random = new Random(seed);
  return Array.from({ length: rows }, (_, row) => {
    const [kind, range, size] = [random.pick(KINDS), random.pick(RANGES), random.uniform()];
    const noise = random.uniform() + random.uniform() - 1;
    const level = 4 + size + 0.5 * RANGES.indexOf(range) + text * 0.5 * KINDS.indexOf(kind) + 0.3 * noise;
    const record = { id: `P${row}`, text: `${random.pick(COLOURS)} ${kind}`, extras: { size, range } };
    return { number: row + 1, record, target: level + shift };
  });
}

/** The same with other extras and target. */
export function changed(
  rows: readonly TableRow[],
  extras: (row: number) => TableRow['record']['extras'],
  target: (row: TableRow) => number | null = (row) => row.target,
): TableRow[] {
  return rows.map((row, at) => ({
    ...row,
    record: { ...row.record, extras: { ...row.record.extras, ...extras(at) } },
    target: target(row),
  }));
}
