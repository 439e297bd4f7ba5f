import type { PromotionLift } from '../common/promotionLift';
import { shortFloat } from '../common/shortFloat';
import { skuKey } from '../common/sku';
import { mean, present } from '../common/statistics';
import { finish, finishGradually } from '../common/steps';
import type { Week } from '../common/week';
import type { AnalogEntry } from '../contract/head';
import { CENSORED_WEEKS, Levels } from './neighbours/levels';
import type { Likeness } from './neighbours/likeness';
import { neighbourStatistics, type Subject } from './neighbours/neighbourStatistics';
import { plainSales } from './sales/plainSales';
import { NO_RANKING, orderedTies, type Ranking } from '../common/ranking';
import { Spelling } from './words/spelling';
import { characterTerms, wordTerms } from './words/terms';
import { type RowText, TextIndex } from './words/textIndex';
import { EXACT_UP_TO, type VectorIndex } from './vectors/vectorIndex';
import type { WeeklySales } from './sales/weeklySales';

/** Entries of an inverted index that a search reads at most. */
const MOST_POSTINGS = 512;
/** Neighbours looked up, from which those that had sold by then, and the nearest in words and price, are taken. */
const DEPTH = { vectors: 56, words: 20 };
/** Products of like words, and of like characters, whose vectors are compared as well: a graph may miss a text of the same words. */
const ALSO_COMPARED = 10;
/** How many more are looked up where too few of them had sold. */
const DEEPER = 4;
/** Products whose neighbours are kept until something changes. */
const MOST_KNOWN = 10_000;
/** Weeks at which levels are kept, for forecasts ask for few of them again and again, and products in all of them together. */
const MOST_LEVELS = 8;
const MOST_LEVELLED = 2_000_000;
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

/** What a shop in memory is made of, and owns from then on. */
export interface ShopParts {
  /** A product's place is its row, null where a row is free. */
  products: (ShopProduct | null)[];
  sales: WeeklySales;
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
  /** How its products' texts are written. */
  readonly spelling: Spelling;
  private readonly products: (ShopProduct | null)[];
  private readonly rowOf = new Map<string, number>();
  private readonly words: TextIndex;
  private readonly characters: TextIndex;
  private readonly depth: Depth;
  /** By week and lift, those asked for last at the end. */
  private levels: { lift: PromotionLift | null; levels: Levels }[] = [];
  /** By row, products like those of the shop itself. */
  private readonly known = new Map<number, { vector: Float32Array; likeness: Likeness }>();
  private assortmentChanges = 0;

  private constructor({ products, sales, vectors, depth }: ShopParts) {
    this.products = products;
    this.sales = sales;
    this.vectors = vectors;
    this.depth = { ...DEPTH, postings: MOST_POSTINGS, ...depth };
    this.words = new TextIndex(wordTerms, this.depth.postings);
    this.characters = new TextIndex(characterTerms, this.depth.postings);
    this.spelling = new Spelling(this.words);
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

  /** First week that is not whole: nothing is known of it. */
  get end(): Week {
    return this.sales.end;
  }

  /** How often a product came or went. */
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

  /** A product as it is shown beside a forecast. */
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

  /** Products like a text. */
  like({ vector, text }: TextQuery): Likeness {
    const { vectors, words, postings } = this.depth;
    const nearest = (deep: number, also: readonly number[]) => this.vectors.nearest(vector!, deep, also);
    return this.alike({ vector, text }, nearest, { vectors, words, postings });
  }

  /** The same by comparing with every product, where there are not too many. */
  exactlyLike({ vector, text }: TextQuery): Likeness {
    if (this.size > EXACT_UP_TO) return this.like({ vector, text });
    const nearest = (deep: number) => this.vectors.exactNearest(vector!, deep);
    return this.alike({ vector, text }, nearest, { ...this.depth, postings: Infinity });
  }

  /** Has texts compared as those of a shop that was read just now, where products are few enough to be compared exactly. */
  async settleTexts(): Promise<void> {
    const stale = [this.words, this.characters].filter(({ isStale }) => isStale);
    if (stale.length === 0 || this.size > EXACT_UP_TO) return;
    for (const index of stale) await finishGradually(index.renewing());
    this.known.clear();
  }

  /** Products like one of the shop's own, whose text's unit vector is [D]; found once until something changes. */
  likeProduct(row: number, vector: Float32Array): Likeness {
    const kept = this.known.get(row);
    if (kept && isSame(kept.vector, vector)) return kept.likeness;
    const likeness = this.exactlyLike({ vector, text: this.product(row).description });
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(row, { vector: vector.slice(), likeness });
    return likeness;
  }

  /** [A] in the order of NEIGHBOUR_COLUMNS: what products like a subject sold before `asOf`, and before the shop's end. */
  statistics(likeness: Likeness, subject: Subject, asOf: Week): Float32Array {
    return neighbourStatistics(this.levelsAt(asOf, subject.lift), likeness, subject, asOf);
  }

  /** What every product sold lately, as known before a week, without what promotions did to it as far as a lift tells. */
  levelsAt(asOf: Week, lift: PromotionLift | null = null): Levels {
    const week = Math.min(asOf, this.end);
    const latest = this.levels.at(-1);
    if (latest?.levels.asOf === week && latest.lift === lift) {
      latest.levels.settle();
      return latest.levels;
    }
    const known = this.levels.find((one) => one.levels.asOf === week && one.lift === lift);
    const asked = known ?? { lift, levels: new Levels(plainSales(this.sales, lift), week) };
    asked.levels.settle();
    const most = Math.max(1, Math.min(MOST_LEVELS, Math.floor(MOST_LEVELLED / (this.size + 1))));
    this.levels = [...this.levels.filter((one) => one !== known), asked].slice(-most);
    return asked.levels;
  }

  /** Puts a product into a row, in the place of what is there. Its vector is left as it is. */
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
    this.words.set(row, description);
    this.characters.set(row, description);
    this.known.clear();
  }

  /** The unit vector [D] of a product's text. */
  setVector(row: number, vector: Float32Array): void {
    this.vectors.set(row, vector);
    this.known.clear();
  }

  /** A product's text is no longer the one that its vector is of. */
  removeVector(row: number): void {
    if (!this.vectors.has(row)) return;
    this.vectors.remove(row);
    this.known.clear();
  }

  /** Forgets a product and all that it sold; nothing where there is none in the row. */
  removeProduct(row: number): void {
    if (!this.has(row)) return;
    this.changeSales(row, () => this.sales.clear(row));
    this.removeVector(row);
    this.spelling.forget(this.product(row).description);
    this.words.remove(row);
    this.characters.remove(row);
    this.forgetSku(row);
    this.products[row] = null;
    this.assortmentChanges += 1;
    this.known.clear();
  }

  /** To change what a product sold, and nothing of any other. */
  changeSales(row: number, change: (sales: WeeklySales) => void): void {
    for (const { levels } of this.levels) levels.changing(row);
    change(this.sales);
    for (const { levels } of this.levels) levels.changed(row);
  }

  /** From now on the weeks before `end` are whole: of products on sale, one of which nothing is known is without sales. */
  closeWeeks(end: Week): void {
    this.sales.closeWeeks(end);
  }

  /** Another row may have the code by now. */
  private forgetSku(row: number): void {
    const sku = skuKey(this.products[row]?.sku ?? '');
    if (this.rowOf.get(sku) === row) this.rowOf.delete(sku);
  }

  private alike(
    { vector, text }: TextQuery,
    nearest: (deep: number, also: readonly number[]) => Ranking,
    depth: Depth,
  ): Likeness {
    let deep = depth.vectors;
    const inWords = (index: TextIndex) =>
      text ? this.ordered(index.nearest(text, depth.words, depth.postings)) : NO_RANKING;
    const [words, characters] = [inWords(this.words), inWords(this.characters)];
    const inVectors = () => this.ordered(nearest(deep, also));
    const also = [words, characters].flatMap(({ rows }) => [...rows.subarray(0, ALSO_COMPARED)]);
    const likeness: Likeness = {
      vectors: vector ? inVectors() : NO_RANKING,
      words,
      characters,
      deepen: () => {
        if (!vector || deep >= this.vectors.size) return false;
        deep *= DEEPER;
        likeness.vectors = inVectors();
        return true;
      },
    };
    return likeness;
  }

  /** Products of the same words by their codes: in the order in which they came, each server would choose others. */
  private ordered(found: Ranking): Ranking {
    const skuOf = (row: number) => this.products[row]?.sku ?? '';
    return orderedTies(found, (a, b) => (skuOf(a) < skuOf(b) ? -1 : 1));
  }

  private *filling(): Generator<void> {
    for (const [row, product] of this.products.entries()) {
      if (product) {
        this.rowOf.set(skuKey(product.sku), row);
        this.spelling.note(product.description);
      }
      yield;
    }
    yield* this.words.filling(this.texts());
    yield* this.characters.filling(this.texts());
  }

  private *texts(): Iterable<RowText> {
    for (const [row, product] of this.products.entries()) if (product) yield [row, product.description];
  }
}

function isSame(one: Float32Array, other: Float32Array): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** Weeks up to the first of which nothing is known. */
function beforeUnknown(units: readonly number[]): number[] {
  const unknown = units.findIndex(Number.isNaN);
  return unknown < 0 ? [...units] : units.slice(0, unknown);
}
