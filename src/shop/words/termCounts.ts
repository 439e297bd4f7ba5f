import { TermTable } from './termTable';
import { inverseFrequency, sublinear, type TermsOf } from './tfidf';

/** Further occurrences in one text are not counted. */
export const MOST_OCCURRENCES = 7;
const SLACK = 1.5;
/** Up to this many terms, insertion sort is faster than a call. */
const FEW_TERMS = 64;
/** By count: a table is faster than computing logarithms. */
export const SUBLINEAR = Float32Array.from({ length: MOST_OCCURRENCES + 1 }, (_, count) =>
  count ? sublinear(count) : 0,
);

/**
 * How many texts have each term, and the current text: its terms, and how often it has them. A term is its index in the
 * table.
 */
export class TermCounts {
  private readonly table = new TermTable();
  /** By term: number of texts with it, and its count in the current text. */
  private holding = new Uint32Array(1024);
  private counts = new Uint8Array(1024);
  /** Different terms of the current text, the first `distinct` of them. */
  private found = new Int32Array(256);
  private distinct = 0;
  private held = 0;

  constructor(private readonly termsOf: TermsOf) {}

  /** Number of terms. */
  get size(): number {
    return this.table.size;
  }

  /** Number of texts with at least one term: others say nothing about how rare terms are. */
  get texts(): number {
    return this.held;
  }

  /** -1 for an unknown term. */
  find(term: number): number {
    return this.table.find(term);
  }

  /** How many texts hold a term. */
  textsWith(term: number): number {
    return this.holding[term];
  }

  /** Different terms of the current text; valid until the next text. */
  get terms(): Int32Array {
    return this.found.subarray(0, this.distinct);
  }

  /** By term: how often the current text has it. */
  get often(): Uint8Array {
    return this.counts;
  }

  /** Sets the current text; terms that no text has are left out. */
  take(text: string): void {
    this.begin();
    for (const term of this.termsOf(text)) {
      const place = this.table.find(term);
      if (place >= 0 && this.holding[place] > 0) this.meet(place);
    }
  }

  /** The same for a text to add: its terms get their index, and count from now on. */
  enter(text: string): void {
    this.begin();
    for (const term of this.termsOf(text)) {
      const place = this.table.put(term);
      if (place >= this.counts.length) this.makeTerms(place);
      this.meet(place);
    }
    for (const term of this.terms) this.holding[term] += 1;
    if (this.distinct > 0) this.held += 1;
  }

  /** The same for a text to remove: its terms no longer count. */
  leave(text: string): void {
    this.take(text);
    for (const term of this.terms) this.holding[term] -= 1;
    if (this.distinct > 0) this.held -= 1;
  }

  /** The terms of the current text, the rarest first. */
  rarestFirst(): Int32Array {
    const { terms, holding } = this;
    if (terms.length > FEW_TERMS) return terms.sort((a, b) => holding[a] - holding[b]);
    for (let place = 1; place < terms.length; place++) {
      const term = terms[place];
      let at = place;
      for (; at > 0 && holding[terms[at - 1]] > holding[term]; at--) terms[at] = terms[at - 1];
      terms[at] = term;
    }
    return terms;
  }

  /** Length of the TF-IDF vector of the current text. */
  length(): number {
    let squares = 0;
    for (const term of this.terms) {
      // Rounded as when many texts are added at once.
      squares += (SUBLINEAR[this.counts[term]] * Math.fround(this.idf(term))) ** 2;
    }
    return Math.sqrt(squares);
  }

  idf(term: number): number {
    return inverseFrequency(this.held, this.holding[term]);
  }

  private begin(): void {
    for (let at = 0; at < this.distinct; at++) this.counts[this.found[at]] = 0;
    this.distinct = 0;
  }

  private meet(term: number): void {
    if (this.counts[term] === 0) {
      if (this.distinct === this.found.length) this.found = longer(this.found, this.distinct + 1);
      this.found[this.distinct++] = term;
    }
    if (this.counts[term] < MOST_OCCURRENCES) this.counts[term] += 1;
  }

  private makeTerms(term: number): void {
    this.counts = longer(this.counts, term + 1);
    this.holding = longer(this.holding, term + 1);
  }
}

/** The same values with room for more. */
export function longer<T extends Uint32Array | Uint8Array | Int32Array | Float32Array>(
  values: T,
  least: number,
): T {
  const Same = values.constructor as new (length: number) => T;
  const grown = new Same(Math.ceil(least * SLACK));
  grown.set(values as never);
  return grown;
}
