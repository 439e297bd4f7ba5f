import type { Week } from '../common/week';
import type { Database } from './database/database';
import type { StoredSales } from './weeks/storedSales';

/** A product with its number in the store. */
export interface NumberedProduct {
  id: number;
  sku: string;
  description: string;
  /** Null if no sales are known. */
  stored: StoredSales | null;
  /** Texts by week. */
  promotions: ReadonlyMap<Week, string>;
}

/** The latest change of a product. */
export interface ChangedProduct {
  id: number;
  sequence: number;
  /** As it is now; null if it was removed. */
  product: NumberedProduct | null;
}

/** Products that one statement reads. */
const READ_AT_ONCE = 1024;

type StoredProduct = [
  id: number,
  sku: string,
  description: string,
  firstWeek: Week | null,
  weeks: Buffer | null,
];
type Nullable<T extends unknown[]> = { [K in keyof T]: T[K] | null };

/** A catalog's products by number, and which of them changed: read by a shop in memory that follows them. */
export class NumberedProducts {
  private readonly statements;

  constructor(database: Database) {
    this.statements = {
      latest: database.prepare<[], { id: number; sku: string }>(
        'SELECT id, sku FROM products ORDER BY id DESC LIMIT 1',
      ),
      largestId: database.prepare<[], number | null>('SELECT max(id) FROM products').pluck(),
      after: database
        .prepare<[number, number], [...StoredProduct]>(
          `SELECT id, sku, description, first_week, weeks FROM products LEFT JOIN sales ON product = id
           WHERE id > ? ORDER BY id LIMIT ?`,
        )
        .raw(),
      sequence: database.prepare<[], number | null>('SELECT max(sequence) FROM changes').pluck(),
      changedAfter: database
        .prepare<[number, number], [...Nullable<StoredProduct>, changed: number, sequence: number]>(
          `SELECT id, sku, description, first_week, weeks, changes.product, sequence FROM changes
           LEFT JOIN products ON id = changes.product LEFT JOIN sales ON sales.product = id
           WHERE sequence > ? ORDER BY sequence LIMIT ?`,
        )
        .raw(),
      promotions: database
        .prepare<[number, number], [product: number, week: Week, text: string]>(
          'SELECT product, week, text FROM promotions WHERE product BETWEEN ? AND ? ORDER BY product',
        )
        .raw(),
    };
  }

  /** The largest number of a product; 0 if there is none. */
  get largestId(): number {
    return this.statements.largestId.get() ?? 0;
  }

  /** The latest product; null if there is none. */
  get latest(): { id: number; sku: string } | null {
    return this.statements.latest.get() ?? null;
  }

  /** Number of the latest change; 0 if there was none. */
  get sequence(): number {
    return this.statements.sequence.get() ?? 0;
  }

  /** Every product with its sales, by number; concurrent writes may be missed. */
  *every(): Generator<NumberedProduct> {
    for (let after = 0; ;) {
      const read = this.statements.after.all(after, READ_AT_ONCE);
      if (read.length === 0) return;
      const first = after + 1;
      [after] = read[read.length - 1];
      const promotions = this.promotionsOf(first, after);
      for (const product of read) yield numbered(product, promotions.get(product[0]));
      if (read.length < READ_AT_ONCE) return;
    }
  }

  /** Products changed or removed after a change: the first `most` by their latest change. */
  changedAfter(sequence: number, most: number): ChangedProduct[] {
    return this.statements.changedAfter.all(sequence, most).map((row) => {
      const [id, sku, description, firstWeek, weeks, changed, latest] = row;
      const isGone = id === null || sku === null || description === null;
      const product = isGone
        ? null
        : numbered([id, sku, description, firstWeek, weeks], this.promotionsOf(id, id).get(id));
      return { id: changed, sequence: latest, product };
    });
  }

  /** Texts by product, from the first number to the last, then by week. */
  promotionsOf(first: number, last: number): Map<number, Map<Week, string>> {
    const found = new Map<number, Map<Week, string>>();
    for (const [product, week, text] of this.statements.promotions.iterate(first, last)) {
      const own = found.get(product);
      if (own) own.set(week, text);
      else found.set(product, new Map([[week, text]]));
    }
    return found;
  }
}

function numbered(
  [id, sku, description, firstWeek, weeks]: StoredProduct,
  promotions: ReadonlyMap<Week, string> = new Map(),
): NumberedProduct {
  const stored = weeks && firstWeek !== null ? { firstWeek, weeks } : null;
  return { id, sku, description, stored, promotions };
}
