import type { SaleRow } from './saleRow';

/** A row's counterpart is looked for among at least this many rows before it, and at most twice as many. */
const MOST_ROWS = 5_000;

/** Rows of one product, day and absolute number of units: sales, and rows with negative units. */
interface Alike {
  sales: (readonly number[])[];
  below: { row: SaleRow; cells: readonly number[] }[];
}

/** A negative row, and the places of the cells in which it may differ from the sale it cancels; -1 for none. */
interface Undoing {
  row: SaleRow;
  differsAt: number[];
}

/**
 * Finds negative rows that cancel a sale of the same product and day, as a till records a voided sale. Apart from signs,
 * the two differ in at most one cell. The sale may come before or after its cancellation.
 */
export class UndoneSales {
  /** Two generations of rows: deleting the oldest entries of one map one by one is slow. */
  private late = new Map<string, Alike>();
  private before = new Map<string, Alike>();
  private readonly undoing: Undoing[] = [];
  private rows = 0;

  /** `leaveOut` is called with each negative row that cancels no sale. */
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

  /** At the end: the rows that cancel a sale. They must agree with it in a column of `telling`, which identifies sales. */
  undone(telling: readonly number[]): SaleRow[] {
    for (const alike of [...this.before.values(), ...this.late.values()]) this.settle(alike);
    return this.undoing.flatMap(({ row, differsAt }) => {
      if (telling.some((at) => differsAt.some((other) => other !== at))) return [row];
      this.leaveOut(row);
      return [];
    });
  }

  /** Pairs each negative row with a sale: preferably an equal one, otherwise one that differs in one cell. */
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
      const places = sales.map((sale) => differing(cells, sale));
      const nearest = places.findIndex(({ length }) => length === 1);
      if (nearest < 0) {
        this.leaveOut(row);
        continue;
      }
      sales.splice(nearest, 1);
      this.undoing.push({ row, differsAt: places.filter(({ length }) => length === 1).flat() });
    }
  }
}

/** The first two places at which cells differ. */
function differing(a: readonly number[], b: readonly number[]): number[] {
  const places: number[] = [];
  for (let at = 0; at < a.length && places.length < 2; at++) if (a[at] !== b[at]) places.push(at);
  return places;
}
