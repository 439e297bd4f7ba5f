import { NO_RANKING, type Ranking, ranked } from './ranking';
import { sublinear, Tfidf, type TermsOf } from './tfidf';

/** Occurrences in one text beyond this many count the same. */
const MOST_OCCURRENCES = 7;
const COUNT_BITS = 3;
/** Built anew once so large a share of the texts has changed, for the document frequencies have as well. */
const CHANGED_SHARE = 1 / 8;
/** The largest logarithm is looked up more often than taken. */
const SUBLINEAR = Float32Array.from({ length: MOST_OCCURRENCES + 1 }, (_, count) =>
  count ? sublinear(count) : 0,
);

/** A product's row and its text. */
export type RowText = readonly [row: number, text: string];

/**
 * Products by cosine of the TF-IDF of their texts, by an inverted index: each term's list names the texts that hold it.
 * A search reads the lists of the rarest terms first and at most `mostPostings` entries, so that its cost is bounded; with
 * fewer it is exact. Weights of known texts use the document frequencies of when they came in.
 */
export class TextIndex {
  private tfidf: Tfidf;
  /** Per document, in the order of coming in: its row, -1 once it is gone, the length of its vector and the text. */
  private rowOf: number[] = [];
  private length: number[] = [];
  private texts: (string | null)[] = [];
  /** By row; undefined for a product that has no text here. */
  private documentOf: (number | undefined)[] = [];
  /** Term t's list of those that were there at first lies in `postings` from `starts[t]` to `starts[t + 1]`. */
  private starts = new Uint32Array(1);
  private postings = new Uint32Array();
  private added = new Map<number, number[]>();
  private gone = 0;
  private changes = 0;
  /** Of a search: scores by document, zeros between searches, and the documents that have one. */
  private scores = new Float32Array();
  private found = new Int32Array();

  constructor(
    texts: Iterable<RowText>,
    private readonly termsOf: TermsOf,
    private readonly mostPostings = Infinity,
  ) {
    this.tfidf = new Tfidf([], termsOf);
    this.build(texts);
  }

  /** Number of texts. */
  get size(): number {
    return this.rowOf.length - this.gone;
  }

  /** Puts a product's text in the place of an earlier one, if there is any. */
  set(row: number, text: string): void {
    const known = this.documentOf[row];
    if (known !== undefined && this.texts[known] === text) return;
    this.remove(row);
    const counts = this.tfidf.add(text);
    const document = this.enter(row, text);
    for (const [term, count] of counts) {
      const list = this.added.get(term);
      if (list) list.push(packed(document, count));
      else this.added.set(term, [packed(document, count)]);
    }
    this.length.push(this.lengthOf(counts));
    this.changes += 1;
    if (this.changes > this.size * CHANGED_SHARE) this.rebuild();
  }

  remove(row: number): void {
    const document = this.documentOf[row];
    if (document === undefined) return;
    this.tfidf.remove(this.texts[document]!);
    this.rowOf[document] = -1;
    this.texts[document] = null;
    this.documentOf[row] = undefined;
    this.gone += 1;
  }

  /** At most `count` products, most similar first; those without any term in common are never found. */
  nearest(text: string, count: number): Ranking {
    const counts = this.tfidf.counts(text);
    if (counts.size === 0) return NO_RANKING;
    this.makeRoom();
    const terms = [...counts.keys()].sort((a, b) => this.tfidf.holders(a) - this.tfidf.holders(b));
    let left = this.mostPostings;
    let filled = 0;
    for (const term of terms) {
      const idf = this.tfidf.idf(term);
      const weight = sublinear(counts.get(term) ?? 1) * idf * idf;
      // The latest come first: of a list that is too long the products of long ago are left out.
      const added = this.added.get(term);
      if (added) {
        const most = Math.min(left, added.length);
        filled = this.score(added, added.length - most, added.length, weight, filled);
        left -= most;
      }
      if (term + 1 >= this.starts.length) continue;
      const most = Math.min(left, this.starts[term + 1] - this.starts[term]);
      filled = this.score(this.postings, this.starts[term + 1] - most, this.starts[term + 1], weight, filled);
      left -= most;
    }
    const own = this.lengthOf(counts);
    const rows = new Int32Array(filled);
    const similarities = new Float32Array(filled);
    for (let at = 0; at < filled; at++) {
      const document = this.found[at];
      rows[at] = this.rowOf[document];
      similarities[at] = this.scores[document] / (own * this.length[document]);
      this.scores[document] = 0;
    }
    return ranked(rows, similarities, count);
  }

  /** Adds a term's weight to the documents of a part of its list; gives how many have a score now. */
  private score(
    postings: ArrayLike<number>,
    from: number,
    to: number,
    weight: number,
    filled: number,
  ): number {
    const { scores, found, rowOf } = this;
    for (let at = from; at < to; at++) {
      const posting = postings[at];
      const document = posting >>> COUNT_BITS;
      if (rowOf[document] < 0) continue;
      if (scores[document] === 0) found[filled++] = document;
      scores[document] += weight * SUBLINEAR[posting & MOST_OCCURRENCES];
    }
    return filled;
  }

  private makeRoom(): void {
    if (this.scores.length >= this.rowOf.length) return;
    const room = Math.ceil(this.rowOf.length * 1.2);
    this.scores = new Float32Array(room);
    this.found = new Int32Array(room);
  }

  private lengthOf(counts: ReadonlyMap<number, number>): number {
    let squares = 0;
    for (const [term, often] of counts) squares += (sublinear(often) * this.tfidf.idf(term)) ** 2;
    return Math.sqrt(squares);
  }

  private rebuild(): void {
    const { rowOf, texts } = this;
    this.build(rowOf.flatMap((row, document) => (row < 0 ? [] : [[row, texts[document]!] as const])));
  }

  private enter(row: number, text: string): number {
    const document = this.rowOf.push(row) - 1;
    this.texts.push(text);
    this.documentOf[row] = document;
    return document;
  }

  private build(texts: Iterable<RowText>): void {
    this.tfidf = new Tfidf([], this.termsOf);
    this.rowOf = [];
    this.texts = [];
    this.documentOf = [];
    this.added = new Map();
    this.gone = 0;
    this.changes = 0;
    /** Of all texts, end to end: term and packed posting by turns. */
    let pairs = new Uint32Array(1024);
    let filled = 0;
    for (const [row, text] of texts) {
      const document = this.enter(row, text);
      const counts = this.tfidf.add(text);
      if (filled + 2 * counts.size > pairs.length) pairs = larger(pairs, filled + 2 * counts.size);
      for (const [term, often] of counts) {
        pairs[filled++] = term;
        pairs[filled++] = packed(document, often);
      }
    }
    this.starts = new Uint32Array(this.tfidf.size + 1);
    for (let term = 0; term < this.tfidf.size; term++)
      this.starts[term + 1] = this.starts[term] + this.tfidf.holders(term);
    this.postings = new Uint32Array(filled / 2);
    const next = this.starts.slice();
    const squares = new Float64Array(this.rowOf.length);
    const idf = Float64Array.from({ length: this.tfidf.size }, (_, term) => this.tfidf.idf(term));
    for (let at = 0; at < filled; at += 2) {
      const [term, posting] = [pairs[at], pairs[at + 1]];
      this.postings[next[term]++] = posting;
      squares[posting >>> COUNT_BITS] += (SUBLINEAR[posting & MOST_OCCURRENCES] * idf[term]) ** 2;
    }
    this.length = Array.from(squares, Math.sqrt);
  }
}

function packed(document: number, count: number): number {
  return ((document << COUNT_BITS) | Math.min(count, MOST_OCCURRENCES)) >>> 0;
}

function larger(values: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(Math.max(least, values.length * 2));
  grown.set(values);
  return grown;
}
