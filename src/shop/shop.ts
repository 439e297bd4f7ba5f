import { skuKey } from '../common/sku';
import { mean, present } from '../common/statistics';
import type { Week } from '../common/week';
import type { AnalogEntry } from '../contract/head';
import { Levels } from './levels';
import type { Likeness } from './likeness';
import { CENSORED_WEEKS, neighbourStatistics, type Subject } from './neighbourStatistics';
import { NO_RANKING } from './ranking';
import { characterTerms, wordTerms } from './terms';
import { type RowText, TextIndex } from './textIndex';
import type { VectorIndex } from './vectorIndex';
import type { WeeklySales } from './weeklySales';

/** Entries of an inverted index that a search reads at most. */
const MOST_POSTINGS = 1024;
/** Neighbours looked up, from which those that had sold by then, and the nearest in words and price, are taken. */
const DEPTH = { vectors: 48, words: 20 };
/** Weeks at which levels are kept: forecasts ask for few of them again and again. */
const MOST_LEVELS = 8;
/** Weeks of a launch that are shown. */
const SHOWN_LAUNCH_WEEKS = 13;

/** A text as products are compared with it; what is null is not compared. */
export interface TextQuery {
  /** [D]: the text's unit vector. */
  vector: Float32Array | null;
  text: string | null;
}

/** How many products are looked up for a text, and how many entries of an inverted index are read for it. */
export interface Depth {
  vectors: number;
  words: number;
  postings: number;
}

export interface ShopProduct {
  sku: string;
  description: string;
  /** How it is shown beside a forecast, where the shop itself holds too few weeks to tell. */
  entry?: AnalogEntry;
}

/** What a shop in memory is made of; a product's place in `products` is its row, null where a row is free. */
export interface ShopParts {
  products: readonly (ShopProduct | null)[];
  sales: WeeklySales;
  /** First week that is not whole, and so never read. */
  end: Week;
  vectors: VectorIndex;
  /** Left alone where nothing else is asked; `postings` Infinity makes searches by words exact. */
  depth?: Partial<Depth>;
}

/**
 * A shop in memory: products, their weekly sales and prices, and which are like which. Every change is seen by the next
 * question. Products are meant by their row.
 */
export class Shop {
  readonly sales: WeeklySales;
  readonly vectors: VectorIndex;
  private readonly products: (ShopProduct | null)[];
  private readonly rowOf = new Map<string, number>();
  private readonly words: TextIndex;
  private readonly characters: TextIndex;
  private readonly depth: Depth;
  /** By `asOf`, the one asked for last at the end. */
  private readonly levels = new Map<Week, Levels>();
  private endWeek: Week;

  constructor({ products, sales, end, vectors, depth }: ShopParts) {
    this.products = [...products];
    this.sales = sales;
    this.vectors = vectors;
    this.endWeek = end;
    this.depth = { ...DEPTH, postings: MOST_POSTINGS, ...depth };
    this.products.forEach((product, row) => product && this.rowOf.set(skuKey(product.sku), row));
    this.words = new TextIndex(this.texts(), wordTerms, this.depth.postings);
    this.characters = new TextIndex(this.texts(), characterTerms, this.depth.postings);
  }

  /** Number of products. */
  get size(): number {
    return this.rowOf.size;
  }

  /** First week that is not whole: nothing is known of it. */
  get end(): Week {
    return this.endWeek;
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

  /** A product as it is shown beside a forecast. */
  analog(row: number): AnalogEntry {
    const { sku, description, entry } = this.product(row);
    if (entry) return entry;
    const { sales } = this;
    const units = sales.history(row, this.endWeek).map((week) => week.units);
    const price = sales.lastPrice(row, this.endWeek);
    const censored = sales.firstSale[row] < sales.firstWeek + CENSORED_WEEKS;
    return {
      sku,
      description,
      mean_weekly_units: mean(present(units)) || 0,
      launch: censored ? [] : beforeUnknown(units.slice(0, SHOWN_LAUNCH_WEEKS)),
      price: Number.isNaN(price) ? null : price,
    };
  }

  /** Products like a text. */
  like({ vector, text }: TextQuery): Likeness {
    const { vectors, words } = this.depth;
    return {
      vectors: vector ? this.vectors.nearest(vector, vectors) : NO_RANKING,
      words: text ? this.words.nearest(text, words) : NO_RANKING,
      characters: text ? this.characters.nearest(text, words) : NO_RANKING,
    };
  }

  /** [A] in the order of NEIGHBOUR_COLUMNS: what products like a subject sold before `asOf`, and before the shop's end. */
  statistics(likeness: Likeness, subject: Subject, asOf: Week): Float32Array {
    return neighbourStatistics(this.sales, this.levelsAt(asOf), likeness, subject);
  }

  /** What every product sold lately, as known before a week. */
  levelsAt(asOf: Week): Levels {
    const week = Math.min(asOf, this.endWeek);
    const levels = this.levels.get(week) ?? new Levels(this.sales, week);
    this.levels.delete(week);
    this.levels.set(week, levels);
    if (this.levels.size > MOST_LEVELS) this.levels.delete(this.levels.keys().next().value!);
    return levels;
  }

  /** Puts a product in, or changes its text and with it its vector. Returns its row. */
  setProduct({ sku, description }: ShopProduct, vector: Float32Array): number {
    const known = this.row(sku);
    const row = known < 0 ? this.products.length : known;
    this.products[row] = { sku, description };
    this.rowOf.set(skuKey(sku), row);
    this.vectors.set(row, vector);
    this.words.set(row, description);
    this.characters.set(row, description);
    return row;
  }

  /** Forgets a product and all that it sold; nothing where it is not known. */
  removeProduct(sku: string): void {
    const row = this.row(sku);
    if (row < 0) return;
    this.changeSales(row, () => this.sales.clear(row));
    this.vectors.remove(row);
    this.words.remove(row);
    this.characters.remove(row);
    this.rowOf.delete(skuKey(sku));
    this.products[row] = null;
  }

  /** Adds units to what a product sold in a week; the price becomes the week's where one is given. */
  addSales(row: number, week: Week, units: number, price: number | null = null): void {
    const before = this.sales.unitsAt(row, week);
    this.setWeek(
      row,
      week,
      Number.isNaN(before) ? units : before + units,
      price ?? this.sales.priceAt(row, week),
    );
  }

  /** What a product sold in a week; NaN for what is not known. */
  setWeek(row: number, week: Week, units: number, price: number): void {
    this.changeSales(row, () => this.sales.set(row, week, units, price));
  }

  /** From now on the weeks before `end` are whole: of products on sale, one of which nothing is known is without sales. */
  closeWeeks(end: Week): void {
    if (end <= this.endWeek) return;
    for (const row of this.rowOf.values()) this.sales.closeWeeks(row, this.endWeek, end);
    this.endWeek = end;
  }

  private changeSales(row: number, change: () => void): void {
    for (const levels of this.levels.values()) levels.changing(row);
    change();
    for (const levels of this.levels.values()) levels.changed(row);
  }

  private *texts(): Iterable<RowText> {
    for (const [row, product] of this.products.entries()) if (product) yield [row, product.description];
  }
}

/** Weeks up to the first of which nothing is known. */
function beforeUnknown(units: readonly number[]): number[] {
  const unknown = units.findIndex(Number.isNaN);
  return unknown < 0 ? [...units] : units.slice(0, unknown);
}
