import { found } from '../contract/findings';
import type { Findings } from './findings';
import { noSales, tellsOfReturns, tellsYes } from './values/rowKinds';

/** Number of products whose first values are kept. */
const MOST_PRODUCTS = 100_000;
/** Most values of a column with groups of rows, and of one that marks returns. */
const MOST_GROUPS = 100;
const MOST_STATES = 20;

interface Column {
  name: string;
  at: number;
  /** Number of rows by value; null if there are too many values for groups. */
  groups: Map<string, number> | null;
  /** A product's first value, until another row of it differs. */
  byProduct: Map<string, string> | null;
}

/** What columns outside the schema show about sales: that some are returns, and which sales are distinct. */
export class UnnamedColumns {
  private readonly columns: Column[];

  constructor(header: readonly string[], named: readonly string[]) {
    this.columns = header.flatMap((name, at) =>
      name === '' || named.includes(name) ? [] : [{ name, at, groups: new Map(), byProduct: new Map() }],
    );
  }

  /** A row that counts as a sale. */
  add(values: readonly string[], sku: string): void {
    for (const column of this.columns) count(column, values[column.at].trim(), sku);
  }

  /** The positions of columns that identify a product's sales, such as a receipt number. */
  telling(): number[] {
    return this.columns.flatMap(({ at, groups, byProduct }) =>
      groups === null && byProduct === null ? [at] : [],
    );
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
  if (first === undefined && byProduct.size < MOST_PRODUCTS) byProduct.set(sku, value);
  else if (first !== undefined && first !== value) column.byProduct = null;
}
