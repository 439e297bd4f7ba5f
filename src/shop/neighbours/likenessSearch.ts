import { NO_RANKING, orderedTies, type Ranking } from '../../common/ranking';
import { finishGradually } from '../../common/steps';
import { EXACT_UP_TO, type VectorIndex } from '../vectors/vectorIndex';
import { characterTerms, wordTerms } from '../words/terms';
import { type RowText, TextIndex } from '../words/textIndex';
import type { Likeness } from './likeness';

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

/** The products that are searched, by their rows. */
interface Assortment {
  readonly size: number;
  /** Empty where there is none. */
  skuOf(row: number): string;
}

/** Finds products that are like a text: by its vector, by its words and by the characters of these. */
export class LikenessSearch {
  readonly words: TextIndex;
  private readonly characters: TextIndex;
  private readonly depth: Depth;
  /** By row, products like those of the shop itself. */
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

  /** Products like a text. */
  like({ vector, text }: TextQuery): Likeness {
    const nearest = (query: Float32Array, deep: number, also: readonly number[]) =>
      this.vectors.nearest(query, deep, also);
    return this.alike({ vector, text }, nearest, this.depth);
  }

  /** The same by comparing with every product, where there are not too many. */
  exactlyLike({ vector, text }: TextQuery): Likeness {
    if (this.assortment.size > EXACT_UP_TO) return this.like({ vector, text });
    const nearest = (query: Float32Array, deep: number) => this.vectors.exactNearest(query, deep);
    return this.alike({ vector, text }, nearest, { ...this.depth, postings: Infinity });
  }

  /** Products exactly like the one in a row, by its own vector and text; found once until something changes. */
  likeProduct(row: number, { vector, text }: TextQuery & { vector: Float32Array }): Likeness {
    const kept = this.known.get(row);
    if (kept && isSame(kept.vector, vector)) return kept.likeness;
    const likeness = this.exactlyLike({ vector, text });
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(row, { vector: vector.slice(), likeness });
    return likeness;
  }

  /** Has texts compared as those of a shop that was read just now, where products are few enough to be compared exactly. */
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

  /** Something has changed that products are compared by. */
  forgetKnown(): void {
    this.known.clear();
  }

  /** Puts the texts of new rows in, a step at a time. */
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

  /** Products of the same words by their codes: in the order in which they came, each server would choose others. */
  private ordered(found: Ranking): Ranking {
    const skuOf = (row: number) => this.assortment.skuOf(row);
    return orderedTies(found, (a, b) => (skuOf(a) < skuOf(b) ? -1 : 1));
  }
}

function isSame(one: Float32Array, other: Float32Array): boolean {
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
