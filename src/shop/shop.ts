import type { PromotionLift } from '../common/promotionLift';
import { shortFloat } from '../common/shortFloat';
import { skuKey } from '../common/sku';
import { mean, present } from '../common/statistics';
import { finish, finishGradually } from '../common/steps';
import type { Week } from '../common/week';
import type { AnalogEntry } from '../contract/head';
import { KeptLevels } from './neighbours/keptLevels';
import { CENSORED_WEEKS, type Levels } from './neighbours/levels';
import type { Likeness } from './neighbours/likeness';
import { type Depth, LikenessSearch, type TextQuery } from './neighbours/likenessSearch';
import { neighbourStatistics, type Subject } from './neighbours/neighbourStatistics';
import type { ToldSeason } from './neighbours/season';
import { Spelling } from './words/spelling';
import type { RowText } from './words/textIndex';
import type { VectorIndex } from './vectors/vectorIndex';
import type { WeeklySales } from './sales/weeklySales';

const SHOWN_LAUNCH_WEEKS = 13;

export interface ShopProduct {
  sku: string;
  description: string;
  /** How it is shown next to a forecast, if the shop itself has too few weeks. */
  entry?: AnalogEntry;
}

/** The parts of a shop in memory, which it owns from then on. */
export interface ShopParts {
  /** A product's index is its row; null for a free row. */
  products: (ShopProduct | null)[];
  sales: WeeklySales;
  vectors: VectorIndex;
  /** Keep the default normally; `postings` Infinity makes searches by words exact. */
  depth?: Partial<Depth>;
}

/**
 * A shop in memory: products, their weekly sales and prices, and their similarity. Every change is visible to the next
 * query. Products are identified by their row.
 */
export class Shop {
  readonly sales: WeeklySales;
  readonly vectors: VectorIndex;
  /** The spelling of its products' texts. */
  readonly spelling: Spelling;
  private readonly products: (ShopProduct | null)[];
  private readonly rowOf = new Map<string, number>();
  private readonly search: LikenessSearch;
  private readonly levels: KeptLevels;
  private assortmentChanges = 0;

  private constructor({ products, sales, vectors, depth }: ShopParts) {
    this.products = products;
    this.sales = sales;
    this.vectors = vectors;
    this.search = new LikenessSearch(vectors, this, depth);
    this.spelling = new Spelling(this.search.words);
    this.levels = new KeptLevels(sales);
  }

  static of(parts: ShopParts): Shop {
    const shop = new Shop(parts);
    finish(shop.filling());
    return shop;
  }

  /** The same with breaks for others. */
  static async gradually(parts: ShopParts): Promise<Shop> {
    const shop = new Shop(parts);
    await finishGradually(shop.filling());
    return shop;
  }

  /** Number of products. */
  get size(): number {
    return this.rowOf.size;
  }

  /** First week that is not complete: nothing is known of it. */
  get end(): Week {
    return this.sales.end;
  }

  /** How often a product was added or removed. */
  get changes(): number {
    return this.assortmentChanges;
  }

  /** -1 for an unknown product. */
  row(sku: string): number {
    return this.rowOf.get(skuKey(sku)) ?? -1;
  }

  has(row: number): boolean {
    return (this.products[row] ?? null) !== null;
  }

  /** Of all products. */
  rows(): number[] {
    return [...this.rowOf.values()];
  }

  product(row: number): ShopProduct {
    const product = this.products[row];
    if (!product) throw new Error(`the shop has no product in row ${row}: this is a bug`);
    return product;
  }

  /** Empty for a free row. */
  skuOf(row: number): string {
    return this.products[row]?.sku ?? '';
  }

  /** A product as it is shown next to a forecast. */
  analog(row: number): AnalogEntry {
    const { sku, description, entry } = this.product(row);
    if (entry) return entry;
    const { sales } = this;
    const units = sales.history(row, this.end).map((week) => week.units);
    const price = sales.ownPrice(row, this.end);
    const censored = sales.firstSale[row] < sales.firstWeek + CENSORED_WEEKS;
    return {
      sku,
      description,
      mean_weekly_units: shortFloat(mean(present(units)) || 0),
      launch: censored ? [] : beforeUnknown(units.slice(0, SHOWN_LAUNCH_WEEKS)).map(shortFloat),
      price: Number.isNaN(price) ? null : shortFloat(price),
    };
  }

  /** See LikenessSearch. */
  like(query: TextQuery): Likeness {
    return this.search.like(query);
  }

  exactlyLike(query: TextQuery): Likeness {
    return this.search.exactlyLike(query);
  }

  settleTexts(): Promise<void> {
    return this.search.settle();
  }

  /** Products similar to one of the shop's own, whose text's unit vector is [D]; cached until something changes. */
  likeProduct(row: number, vector: Float32Array): Likeness {
    return this.search.likeProduct(row, { vector, text: this.product(row).description });
  }

  /**
   * [A] in the order of NEIGHBOUR_COLUMNS: what products similar to a subject sold before `asOf`, and before the shop's
   * end.
   */
  statistics(likeness: Likeness, subject: Subject, asOf: Week): Float32Array {
    return neighbourStatistics(this.levelsAt(asOf, subject.lift, subject.season), likeness, subject, asOf);
  }

  /**
   * What every product sold recently, as known before a week and in the form that a head gets, with the effect of
   * promotions removed as far as a lift gives it.
   */
  levelsAt(asOf: Week, lift: PromotionLift | null = null, told?: ToldSeason): Levels {
    return this.levels.at(Math.min(asOf, this.end), { lift, ended: told?.ended === true }, this.size);
  }

  /** Puts a product into a row, replacing what is there. Its vector is not changed. */
  setProduct(row: number, { sku, description }: ShopProduct): void {
    const before = this.products[row] ?? null;
    while (this.products.length < row) this.products.push(null);
    if (before?.sku !== sku) this.assortmentChanges += 1;
    this.forgetSku(row);
    this.products[row] = { sku, description };
    this.rowOf.set(skuKey(sku), row);
    if (before?.description === description) return;
    if (before) this.spelling.forget(before.description);
    this.spelling.note(description);
    this.search.setText(row, description);
  }

  /** The unit vector [D] of a product's text. */
  setVector(row: number, vector: Float32Array): void {
    this.vectors.set(row, vector);
    this.search.forgetKnown();
  }

  /** Removes the vector of a product whose text has changed. */
  removeVector(row: number): void {
    if (!this.vectors.has(row)) return;
    this.vectors.remove(row);
    this.search.forgetKnown();
  }

  /** Removes a product and all its sales; nothing if the row is free. */
  removeProduct(row: number): void {
    if (!this.has(row)) return;
    this.changeSales(row, () => this.sales.clear(row));
    this.removeVector(row);
    this.spelling.forget(this.product(row).description);
    this.search.removeText(row);
    this.forgetSku(row);
    this.products[row] = null;
    this.assortmentChanges += 1;
  }

  /** For changing only this product's sales. */
  changeSales(row: number, change: (sales: WeeklySales) => void): void {
    this.levels.changing(row, () => change(this.sales));
  }

  /** From now on the weeks before `end` are complete: a product on sale without data sold nothing. */
  closeWeeks(end: Week): void {
    this.sales.closeWeeks(end);
  }

  /** Another row may have the code by now. */
  private forgetSku(row: number): void {
    const sku = skuKey(this.skuOf(row));
    if (this.rowOf.get(sku) === row) this.rowOf.delete(sku);
  }

  private *filling(): Generator<void> {
    for (const [row, product] of this.products.entries()) {
      if (product) {
        this.rowOf.set(skuKey(product.sku), row);
        this.spelling.note(product.description);
      }
      yield;
    }
    yield* this.search.filling(() => this.texts());
  }

  private *texts(): Iterable<RowText> {
    for (const [row, product] of this.products.entries()) if (product) yield [row, product.description];
  }
}

/** Weeks before the first unknown one. */
function beforeUnknown(units: readonly number[]): number[] {
  const unknown = units.findIndex(Number.isNaN);
  return unknown < 0 ? [...units] : units.slice(0, unknown);
}
