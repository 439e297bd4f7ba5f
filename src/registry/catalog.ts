import type { ExtraValue, ExtraValues, ShopWeek, WeekSales } from '../contract/record';
import { OBSERVED_WEEKS, recentMeanName } from '../common/observed';
import { mean } from '../common/statistics';
import { skuKey } from '../common/sku';
import { isoOf } from '../common/day';
import type { Week } from '../common/week';
import { shutWeeksOf } from './weeks/shutWeeks';
import type { Database } from './database/database';
import { catalogStatements } from './catalogStatements';
import { NumberedProducts } from './numberedProducts';
import type { KnownProduct, KeptProduct } from './product';
import { ProductList, type ProductPage } from './productList';
import { historyOf } from './weeks/storedSales';
import { type ThinWeek, thinWeeks } from './weeks/thinWeeks';

/** Products with their weekly sales, as serving reads them. Every look-up is a prepared statement on an index. */
export class Catalog {
  private readonly statements;
  /** The same products by their numbers, for a shop in memory that follows the catalog. */
  readonly numbered: NumberedProducts;
  private readonly products: ProductList;
  private shut: { version: string; weeks: ReadonlySet<Week> } | null = null;
  private readonly thin: (weeks: readonly Week[]) => ThinWeek[];

  /** The database's file. */
  readonly file: string;

  constructor(private readonly database: Database) {
    this.file = database.name;
    this.numbered = new NumberedProducts(database);
    this.products = new ProductList(database);
    this.thin = thinWeeks(database);
    this.statements = catalogStatements(database);
  }

  /** Number of products. */
  get size(): number {
    return this.products.size;
  }

  /** Whether the products are those of a synthetic shop. */
  get synthetic(): boolean {
    return this.statements.synthetic.get() !== undefined;
  }

  /** The last complete week in the catalog; null while it is empty. */
  get lastWeek(): Week | null {
    return this.statements.lastWeek.get() ?? null;
  }

  /** The first week in the catalog; null while it is empty. */
  get firstWeek(): Week | null {
    return this.statements.firstWeek.get() ?? null;
  }

  /** The last complete week, if so few products sold in it that sales may be missing; else null. */
  get thinWeek(): ThinWeek | null {
    const { lastWeek } = this;
    return lastWeek === null ? null : (this.thin([lastWeek])[0] ?? null);
  }

  /** Weeks in which the shop was shut, see `shutWeeks`; cached until the next write. */
  get shutWeeks(): ReadonlySet<Week> {
    const { version } = this;
    if (this.shut?.version !== version) this.shut = { version, weeks: shutWeeksOf(this.database) };
    return this.shut.weeks;
  }

  /** ISO 4217 code of the currency of the prices, as the latest file says that tells one; null while none does. */
  get currency(): string | null {
    return this.statements.currency.get() ?? null;
  }

  /** ISO day up to which all sales are known; null if there is none. */
  get completeUntil(): string | null {
    const day = this.statements.completeUntil.get() ?? null;
    return day === null ? null : isoOf(day);
  }

  /** The most common promotion text among some thousands; null if there is none. */
  get usualPromotion(): string | null {
    return this.statements.usualPromotion.get() ?? null;
  }

  /** Changes with every write to the database. */
  get version(): string {
    return `${this.statements.othersWrites.get()} ${this.statements.ownWrites.get()}`;
  }

  product(sku: string): KeptProduct | null {
    const row = this.statements.product.get(skuKey(sku));
    return row ? { ...row, features: featuresOf(row.features) } : null;
  }

  /** What is known about several products, by their codes as `skuKey` gives them; in one statement. */
  known(skus: readonly string[]): Map<string, KnownProduct> {
    if (skus.length === 0) return new Map();
    const { lastWeek } = this;
    const rows = this.statements.known.all(JSON.stringify(skus.map(skuKey)));
    return new Map(
      rows.map(({ id, sku, description, price, features, firstWeek, weeks, promotions, extras }) => [
        skuKey(sku),
        {
          sku,
          description,
          price,
          features: featuresOf(features),
          history: (before) => {
            if (!weeks || firstWeek === null) return [];
            const own = historyOf({ firstWeek, weeks }, lastWeek, before);
            return promotions ? withPromotions(own, this.numbered.promotionsOf(id, id).get(id)) : own;
          },
          promoText: (week) => (promotions ? this.promoText(sku, week) : null),
          extras: (before) => (extras ? this.extras(sku, before) : {}),
        },
      ]),
    );
  }

  /** Every known text of a product or a planned launch, each once; none for an unknown code. */
  texts(sku: string): string[] {
    return this.statements.texts.all({ sku: skuKey(sku) }).filter(Boolean);
  }

  /**
   * Weeks from the first sale to the one before `before`, oldest first, without gaps, but none after the catalog's last
   * week. Units are NaN where unknown; promotions are included. Empty for an unknown product.
   */
  history(sku: string, before: Week): WeekSales[] {
    return this.known([sku]).get(skuKey(sku))?.history(before) ?? [];
  }

  /** A product's promotion text in a week, or null. */
  promoText(sku: string, week: Week): string | null {
    return this.statements.promoText.get(skuKey(sku), week) ?? null;
  }

  /** The latest values of the further columns before a week and, for numbers, the means of the last weeks before it. */
  extras(sku: string, before: Week): ExtraValues {
    const latest: Record<string, ExtraValue> = {};
    const recent = new Map<string, number[]>();
    for (const { week, json } of this.statements.extras.iterate(skuKey(sku), before)) {
      const isRecent = week >= before - OBSERVED_WEEKS;
      for (const [name, value] of Object.entries(JSON.parse(json) as ExtraValues)) {
        latest[name] ??= value;
        if (isRecent && typeof value === 'number') recent.set(name, [...(recent.get(name) ?? []), value]);
      }
      if (!isRecent && Object.values(latest).every((value) => value !== null)) break;
    }
    for (const [name, values] of recent) latest[recentMeanName(name)] = mean(values);
    return latest;
  }

  /** The shop in each week from the first to the last, without gaps. */
  shopWeeks(): ShopWeek[] {
    return this.statements.shopWeeks.all();
  }

  /**
   * Products whose code or description contains every word of the search, ordered by code; all for an empty search. A
   * word of one or two letters must match the beginning of a word, a longer one any part.
   */
  list(search: string, offset: number, limit: number): ProductPage {
    return this.products.page(search, { offset, limit }, this.lastWeek);
  }
}

function featuresOf(json: string | null): ExtraValues {
  return json === null ? {} : (JSON.parse(json) as ExtraValues);
}

function withPromotions(
  history: WeekSales[],
  promotions: ReadonlyMap<Week, string> | undefined,
): WeekSales[] {
  return history.map((sales) => {
    const promotion = promotions?.get(sales.week);
    return promotion === undefined ? sales : { ...sales, promotion };
  });
}
