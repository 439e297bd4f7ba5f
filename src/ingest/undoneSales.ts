import type { SaleRow } from './saleRow';

/** A row is looked for among so many before it, or twice as many. */
const MOST_ROWS = 5_000;

/** Rows of one product, day and number of units, above and below zero. */
interface Alike {
  sales: (readonly number[])[];
  below: { row: SaleRow; cells: readonly number[] }[];
}

/** A row below zero, and the cells in which it may differ from the sale that it undoes: -1 for none. */
interface Undoing {
  row: SaleRow;
  differsAt: number[];
}

/**
 * Rows below zero that undo a sale of the same product and day, as a till writes what was called off at once: in all cells
 * but for signs, and one at most, they are the same. The sale may stand before or behind.
 */
export class UndoneSales {
  /** Those of late, and those before them: a map that loses its oldest entries one by one is slow. */
  private late = new Map<string, Alike>();
  private before = new Map<string, Alike>();
  private readonly undoing: Undoing[] = [];
  private rows = 0;

  /** `leaveOut`: takes a row below zero that undoes none. */
  constructor(private readonly leaveOut: (row: SaleRow) => void) {}

  add(row: SaleRow, cells: readonly number[]): void {
    const key = `${row.sku} ${row.day} ${Math.abs(row.units ?? 0)}`;
    let known = this.late.get(key) ?? this.before.get(key);
    if (!known) this.late.set(key, (known = { sales: [], below: [] }));
    if (row.below) known.below.push({ row, cells });
    else known.sales.push(cells);
    if (++this.rows < MOST_ROWS) return;
    for (const alike of this.before.values()) this.settle(alike);
    [this.before, this.late, this.rows] = [this.late, new Map(), 0];
  }

  /** The rows that undo a sale, at the end: those that are like it in a column of `telling`, which tells sales apart. */
  undone(telling: readonly number[]): SaleRow[] {
    for (const alike of [...this.before.values(), ...this.late.values()]) this.settle(alike);
    return this.undoing.flatMap(({ row, differsAt }) => {
      if (telling.some((at) => differsAt.some((other) => other !== at))) return [row];
      this.leaveOut(row);
      return [];
    });
  }

  /** Each row below zero takes a sale with it: first one that is the same, else one that differs in a cell. */
  private settle({ sales, below }: Alike): void {
    if (below.length === 0) return;
    const left = below.filter(({ row, cells }) => {
      const same = sales.findIndex((sale) => differing(cells, sale).length === 0);
      if (same < 0) return true;
      sales.splice(same, 1);
      this.undoing.push({ row, differsAt: [-1] });
      return false;
    });
    for (const { row, cells } of left) {
      const near = sales.map((sale) => differing(cells, sale)).filter(({ length }) => length === 1);
      if (near.length === 0) {
        this.leaveOut(row);
        continue;
      }
      sales.splice(
        sales.findIndex((sale) => differing(cells, sale).length === 1),
        1,
      );
      this.undoing.push({ row, differsAt: near.flat() });
    }
  }
}

/** The first two places at which cells differ. */
function differing(a: readonly number[], b: readonly number[]): number[] {
  const places: number[] = [];
  for (let at = 0; at < a.length && places.length < 2; at++) if (a[at] !== b[at]) places.push(at);
  return places;
}
