import { NO_RANKING, orderedTies, type Ranking } from '../../common/ranking';
import { finishGradually } from '../../common/steps';
import { EXACT_UP_TO, type VectorIndex } from '../vectors/vectorIndex';
import { characterTerms, wordTerms } from '../words/terms';
import { type RowText, TextIndex } from '../words/textIndex';
import type { Likeness } from './likeness';

/** Most entries of an inverted index that a search reads. */
const MOST_POSTINGS = 512;
/** Neighbours looked up, from which those that had sold by then, and the nearest in words and price, are chosen. */
const DEPTH = { vectors: 56, words: 20 };
/**
 * Products with similar words, and with similar characters, whose vectors are compared as well: a graph may miss a text
 * with the same words.
 */
const ALSO_COMPARED = 10;
/** How many more are looked up if too few of them had sold. */
const DEEPER = 4;
/** Products whose neighbours are cached until something changes. */
const MOST_KNOWN = 10_000;

/** A text in the forms in which products are compared with it; null forms are not compared. */
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

/** The products to search, by row. */
interface Assortment {
  readonly size: number;
  /** Empty for a free row. */
  skuOf(row: number): string;
}

/** Finds products similar to a text: by its vector, its words and its character n-grams. */
export class LikenessSearch {
  readonly words: TextIndex;
  private readonly characters: TextIndex;
  private readonly depth: Depth;
  /** By row, similar products of the shop's own. */
  private readonly known = new Map<number, { vector: Float32Array; likeness: Likeness }>();

  constructor(
    private readonly vectors: VectorIndex,
    private readonly assortment: Assortment,
    depth: Partial<Depth> = {},
  ) {
    this.depth = { ...DEPTH, postings: MOST_POSTINGS, ...depth };
    this.words = new TextIndex(wordTerms, this.depth.postings);
    this.characters = new TextIndex(characterTerms, this.depth.postings);
  }

  /** Products similar to a text. */
  like({ vector, text }: TextQuery): Likeness {
    const nearest = (query: Float32Array, deep: number, also: readonly number[]) =>
      this.vectors.nearest(query, deep, also);
    return this.alike({ vector, text }, nearest, this.depth);
  }

  /** The same by comparing every product, if there are not too many. */
  exactlyLike({ vector, text }: TextQuery): Likeness {
    if (this.assortment.size > EXACT_UP_TO) return this.like({ vector, text });
    const nearest = (query: Float32Array, deep: number) => this.vectors.exactNearest(query, deep);
    return this.alike({ vector, text }, nearest, { ...this.depth, postings: Infinity });
  }

  /** Products exactly similar to the one in a row, by its own vector and text; cached until something changes. */
  likeProduct(row: number, { vector, text }: TextQuery & { vector: Float32Array }): Likeness {
    const kept = this.known.get(row);
    if (kept && isSame(kept.vector, vector)) return kept.likeness;
    const likeness = this.exactlyLike({ vector, text });
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(row, { vector: vector.slice(), likeness });
    return likeness;
  }

  /**
   * Updates the comparison by words like in a newly loaded shop, if there are few enough products for an exact
   * comparison.
   */
  async settle(): Promise<void> {
    const stale = [this.words, this.characters].filter(({ isStale }) => isStale);
    if (stale.length === 0 || this.assortment.size > EXACT_UP_TO) return;
    for (const index of stale) await finishGradually(index.renewing());
    this.forgetKnown();
  }

  setText(row: number, text: string): void {
    this.words.set(row, text);
    this.characters.set(row, text);
    this.forgetKnown();
  }

  removeText(row: number): void {
    this.words.remove(row);
    this.characters.remove(row);
    this.forgetKnown();
  }

  /** Something by which products are compared has changed. */
  forgetKnown(): void {
    this.known.clear();
  }

  /** Adds the texts of new rows, step by step. */
  *filling(texts: () => Iterable<RowText>): Generator<void> {
    yield* this.words.filling(texts());
    yield* this.characters.filling(texts());
  }

  private alike(
    { vector, text }: TextQuery,
    nearest: (query: Float32Array, deep: number, also: readonly number[]) => Ranking,
    depth: Depth,
  ): Likeness {
    let deep = depth.vectors;
    const inWords = (index: TextIndex) =>
      text ? this.ordered(index.nearest(text, depth.words, depth.postings)) : NO_RANKING;
    const [words, characters] = [inWords(this.words), inWords(this.characters)];
    const also = [words, characters].flatMap(({ rows }) => [...rows.subarray(0, ALSO_COMPARED)]);
    const inVectors = () => (vector ? this.ordered(nearest(vector, deep, also)) : NO_RANKING);
    const likeness: Likeness = {
      vectors: inVectors(),
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

  /** Ties by product code: by order of arrival, each server would choose others. */
  private ordered(found: Ranking): Ranking {
    const skuOf = (row: number) => this.assortment.skuOf(row);
    return orderedTies(found, (a, b) => (skuOf(a) < skuOf(b) ? -1 : 1));
  }
}

function isSame(one: Float32Array, other: Float32Array): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
