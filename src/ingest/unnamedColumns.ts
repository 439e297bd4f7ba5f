import { found } from '../contract/findings';
import type { Findings } from './findings';
import { noSales, tellsOfReturns, tellsYes } from './values/rowKinds';

/** Rows among which the same one is looked for. */
const MOST_ROWS = 100_000;
/** Values of a column that tells groups of rows, and of one that says whether a row is a return. */
const MOST_GROUPS = 100;
const MOST_STATES = 20;

interface Column {
  name: string;
  at: number;
  /** Rows by value; null where there are too many for groups. */
  groups: Map<string, number> | null;
  /** A product's first value, until another of its rows has another one. */
  byProduct: Map<string, string> | null;
}

/**
 * What columns that no schema names say of single sales: that some are returns, and that some come twice. They come
 * twice where all cells are the same, and one of the columns, such as a receipt's number, tells sales of a product apart.
 */
export class UnnamedColumns {
  private readonly columns: Column[];
  private readonly seen = new Set<number>();
  private readonly again: { line: number; sku: string }[] = [];
  private rows = 0;

  constructor(header: readonly string[], named: readonly string[]) {
    this.columns = header.flatMap((name, at) =>
      name === '' || named.includes(name) ? [] : [{ name, at, groups: new Map(), byProduct: new Map() }],
    );
  }

  /** A row that counts as a sale. */
  add(values: readonly string[], sku: string, line: number): void {
    if (this.columns.length === 0) return;
    for (const column of this.columns) count(column, values[column.at].trim(), sku);
    if (++this.rows > MOST_ROWS) return;
    const hash = hashOf(values);
    if (this.seen.has(hash)) this.again.push({ line, sku });
    this.seen.add(hash);
  }

  tell(notes: Findings): void {
    for (const { name, groups } of this.columns) {
      if (groups === null || groups.size > MOST_STATES) continue;
      const no = noSales([...groups.keys()]);
      for (const [value, rows] of groups) {
        const isNone =
          no.includes(value) || tellsOfReturns(value) || (tellsOfReturns(name) && tellsYes(value));
        if (isNone) notes.addRows(found('return_counted', { column: name, value }), rows);
      }
    }
    if (!this.columns.some(({ groups, byProduct }) => groups === null && byProduct === null)) return;
    for (const { line, sku } of this.again) notes.add(found('row_again'), line, sku);
  }
}

function count(column: Column, value: string, sku: string): void {
  const { groups, byProduct } = column;
  if (groups !== null) {
    groups.set(value, (groups.get(value) ?? 0) + 1);
    if (groups.size > MOST_GROUPS) column.groups = null;
  }
  if (byProduct === null) return;
  const first = byProduct.get(sku);
  if (first === undefined && byProduct.size < MOST_ROWS) byProduct.set(sku, value);
  else if (first !== undefined && first !== value) column.byProduct = null;
}

/** 53 bits, so that among 100,000 rows two others are taken for one in a million files at most. */
function hashOf(values: readonly string[]): number {
  let [low, high] = [0x811c9dc5, 0x9e3779b1];
  for (const value of values) {
    for (let at = 0; at <= value.length; at++) {
      const code = at < value.length ? value.charCodeAt(at) : 0x1f;
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code, 0x85ebca6b);
    }
  }
  return (low >>> 0) * 0x200000 + (high >>> 11);
}
