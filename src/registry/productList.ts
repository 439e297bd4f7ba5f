import { certain } from '../common/certain';
import { ownPriceIn } from '../common/ownPrice';
import type { Week } from '../common/week';
import type { Database } from './database/database';
import { searchQuery } from './database/productSearch';
import { type StoredSales, unpackSales } from './weeks/storedSales';

/** A product with its recent sales. */
interface ProductSummary {
  sku: string;
  description: string;
  /** As the shop said last, or else its own price from sales; see `ownPrice`. */
  price: number | null;
  /** Week of its first sale; null if it never sold. */
  firstWeek: Week | null;
  /** Units over the catalog's last four weeks, as far as known. */
  unitsLast4Weeks: number;
}

/** A page of the products found. */
export interface ProductPage {
  /** Number of all products found. */
  total: number;
  products: ProductSummary[];
}

type ListedProduct = Pick<ProductSummary, 'sku' | 'description'> &
  StoredSales & { toldPrice: number | null; promotions: string };

interface Part {
  offset: number;
  limit: number;
}

const RECENT_WEEKS = 4;
const FOUND = 'product_search WHERE product_search MATCH @query';

/** The catalog's products as they are looked through. */
export class ProductList {
  private readonly statements;

  constructor(database: Database) {
    this.statements = {
      size: database.prepare<[], number>('SELECT count(*) FROM products').pluck(),
      all: database.prepare<[Part], ListedProduct>(partOf('SELECT id FROM products')),
      found: database.prepare<[{ query: string }], number>(`SELECT count(*) FROM ${FOUND}`).pluck(),
      listed: database.prepare<[{ query: string } & Part], ListedProduct>(
        partOf(`SELECT id FROM products WHERE id IN (SELECT rowid FROM ${FOUND})`),
      ),
    };
  }

  /** Number of products. */
  get size(): number {
    return certain(this.statements.size.get(), 'count');
  }

  /** See Catalog.list; `lastWeek` is the catalog's. */
  page(search: string, part: Part, lastWeek: Week | null): ProductPage {
    const query = searchQuery(search);
    const rows =
      query === null ? this.statements.all.all(part) : this.statements.listed.all({ query, ...part });
    return {
      total: query === null ? this.size : certain(this.statements.found.get({ query }), 'count'),
      products: rows.map((row) => summaryOf(row, lastWeek)),
    };
  }
}

function summaryOf(
  { sku, description, toldPrice, promotions, ...stored }: ListedProduct,
  lastWeek: Week | null,
): ProductSummary {
  const sales = unpackSales(stored);
  const texts = JSON.parse(promotions) as Partial<Record<Week, string>>;
  const own = ownPriceIn(sales.map(({ week, price }) => ({ price, promotion: texts[week] })));
  const since = (lastWeek ?? 0) - RECENT_WEEKS;
  return {
    sku,
    description,
    price: toldPrice ?? own,
    firstWeek: sales.find(({ units }) => units > 0)?.week ?? null,
    unitsLast4Weeks: sales.reduce((sum, { week, units }) => (week > since ? sum + (units || 0) : sum), 0),
  };
}

function partOf(ids: string): string {
  return `SELECT sku, description, price AS toldPrice, ifnull(first_week, 0) AS firstWeek, ifnull(weeks, x'') AS weeks,
            (SELECT json_group_object(week, text) FROM promotions WHERE promotions.product = products.id) AS promotions
          FROM products LEFT JOIN sales ON product = id
          WHERE id IN (${ids} ORDER BY sku LIMIT @limit OFFSET @offset) ORDER BY sku`;
}
