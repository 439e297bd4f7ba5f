import { wordTerms } from './terms';

/** The terms of a text, with repetitions. */
export type TermsOf = (text: string) => readonly number[];

/** A sparse vector: ascending term indices and their weights. */
export interface SparseVector {
  terms: Int32Array;
  weights: Float64Array;
}

/**
 * TF-IDF of texts by their terms, by default words and pairs of adjacent words: sublinear term frequency 1 + ln tf,
 * inverse document frequency ln((1 + n) / (1 + df)) + 1. Terms of no known text are ignored.
 */
export class Tfidf {
  private readonly index = new Map<number, number>();
  /** Number of texts with each term. */
  private readonly holding: number[] = [];
  private texts = 0;

  constructor(
    texts: Iterable<string>,
    private readonly termsOf: TermsOf = wordTerms,
  ) {
    for (const text of texts) this.add(text);
  }

  /** The terms, in the order of their indices. */
  terms(): number[] {
    return [...this.index.keys()];
  }

  /** Number of terms. */
  get size(): number {
    return this.holding.length;
  }

  /** Counts a text's terms, and returns how often it has each, by index. */
  add(text: string): Map<number, number> {
    const counts = new Map<number, number>();
    for (const term of this.termsOf(text)) {
      let at = this.index.get(term);
      if (at === undefined) {
        at = this.holding.push(0) - 1;
        this.index.set(term, at);
      }
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    for (const at of counts.keys()) this.holding[at] += 1;
    // A text without terms says nothing about how rare they are.
    if (counts.size > 0) this.texts += 1;
    return counts;
  }

  /** How often a text has each known term, by index. */
  counts(text: string): Map<number, number> {
    const counts = new Map<number, number>();
    for (const term of this.termsOf(text)) {
      const at = this.index.get(term);
      if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    return counts;
  }

  idf(term: number): number {
    return inverseFrequency(this.texts, this.holding[term]);
  }

  /** A text's vector, of unit length unless it is empty. */
  vector(text: string): SparseVector {
    const counts = [...this.counts(text)].sort(([a], [b]) => a - b);
    const terms = Int32Array.from(counts, ([term]) => term);
    const weights = Float64Array.from(counts, ([term, count]) => sublinear(count) * this.idf(term));
    const length = Math.hypot(...weights);
    return { terms, weights: length > 0 ? weights.map((weight) => weight / length) : weights };
  }
}

/** The weight of a term that occurs this often in a text. */
export function sublinear(count: number): number {
  return 1 + Math.log(count);
}

/** The weight of a term that this many of all texts have. */
export function inverseFrequency(texts: number, holding: number): number {
  return Math.log((1 + texts) / (1 + holding)) + 1;
}
