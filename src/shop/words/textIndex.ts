import { NO_RANKING, type Ranking, ranked } from '../../common/ranking';
import { finish } from '../../common/steps';
import { PostingLists } from './postingLists';
import { RowScores } from './rowScores';
import { longer, MOST_OCCURRENCES, SUBLINEAR, TermCounts } from './termCounts';
import type { TermsOf } from './tfidf';

const COUNT_BITS = 3;
/** Entries of a list stored beyond those that a search reads, since some may be removed. */
const KEPT_BEYOND = 16;
/**
 * Texts whose lengths are recomputed with each change, because document frequencies change too: in small shops all of
 * them.
 */
const RENEWED = 8;
const FEW = 256;
/** Texts added between two breaks. */
const FILLED_AT_ONCE = 64;

/** A product's row and its text. */
export type RowText = readonly [row: number, text: string];

/**
 * Products by cosine of the TF-IDF of their texts, through an inverted index: each term's list has the products whose
 * texts contain it. A search reads the lists of the rarest terms first and at most `mostPostings` entries, so that its
 * cost is bounded; with fewer it is exact. Lengths of known texts follow changes of the document frequencies: at once
 * if there are few texts, else eight with each change.
 */
export class TextIndex {
  private readonly counts: TermCounts;
  private readonly lists: PostingLists;
  /** By row; null for a product without a text. */
  private readonly texts: (string | null)[] = [];
  private length = new Float32Array();
  private renewed = 0;
  private stale = false;
  /** Scratch space of a search. */
  private readonly found = new RowScores();

  constructor(
    termsOf: TermsOf,
    private readonly mostPostings = Infinity,
  ) {
    this.counts = new TermCounts(termsOf);
    this.lists = new PostingLists(Number.isFinite(mostPostings) ? mostPostings * KEPT_BEYOND : undefined);
  }

  /** An index of these texts. */
  static of(texts: Iterable<RowText>, termsOf: TermsOf, mostPostings?: number): TextIndex {
    const index = new TextIndex(termsOf, mostPostings);
    finish(index.filling(texts));
    return index;
  }

  /** Number of texts with at least one term: others say nothing about how rare terms are. */
  get size(): number {
    return this.counts.texts;
  }

  /** Sets a product's text, replacing an earlier one. */
  set(row: number, text: string): void {
    if (this.texts[row] === text) return;
    this.leave(row);
    this.enter(row, text);
    this.length[row] = this.counts.length();
    this.renewSome();
  }

  remove(row: number): void {
    this.leave(row);
    this.renewSome();
  }

  /** How many texts hold a term. */
  textsWith(term: number): number {
    const place = this.counts.find(term);
    return place < 0 ? 0 : this.counts.textsWith(place);
  }

  /** One of them, the latest. */
  someTextWith(term: number): string | null {
    const place = this.counts.find(term);
    const held = place < 0 ? 0 : this.lists.length(place);
    if (held === 0) return null;
    const latest = this.lists.block(place)[this.lists.start(place) + held - 1];
    return this.texts[latest >>> COUNT_BITS];
  }

  /** Whether some lengths are based on earlier document frequencies. */
  get isStale(): boolean {
    return this.stale;
  }

  /** Recomputes the lengths of all texts, one text per step. */
  *renewing(): Generator<void> {
    this.stale = false;
    for (let row = 0; row < this.texts.length; row++) {
      const text = this.texts[row];
      if (text === null) continue;
      this.measure(row, text);
      yield;
    }
  }

  /** At most `count` products, most similar first; those without a common term are never found. */
  nearest(text: string, count: number, mostPostings = this.mostPostings): Ranking {
    const { counts, lists, found } = this;
    counts.take(text);
    const terms = counts.rarestFirst();
    if (terms.length === 0) return NO_RANKING;
    found.clear(Math.min(this.postings(terms), mostPostings));
    const { often } = counts;
    let left = mostPostings;
    let squares = 0;
    for (const term of terms) {
      const idf = counts.idf(term);
      squares += (SUBLINEAR[often[term]] * idf) ** 2;
      const held = lists.length(term);
      if (held === 0 || left === 0) continue;
      const weight = SUBLINEAR[often[term]] * idf * idf;
      const block = lists.block(term);
      const end = lists.start(term) + held;
      const most = Math.min(left, held);
      // The latest come first: products of long ago drop out of a list that is too long.
      for (let at = end - most; at < end; at++) {
        const posting = block[at];
        found.add(posting >>> COUNT_BITS, weight * SUBLINEAR[posting & MOST_OCCURRENCES]);
      }
      left -= most;
    }
    const own = Math.sqrt(squares);
    const { rows, scores } = found;
    for (let at = 0; at < rows.length; at++) scores[at] /= own * this.length[rows[at]];
    return ranked(rows, scores, count);
  }

  /** Adds texts of new rows, step by step. */
  *filling(texts: Iterable<RowText>): Generator<void> {
    /** Terms of all texts, concatenated, with rows as in `packed`. */
    let all = new Uint32Array(4096);
    let filled = 0;
    const entered: number[] = [];
    for (const [row, text] of texts) {
      this.enter(row, text);
      const { terms, often } = this.counts;
      entered.push(row, terms.length);
      if (filled + terms.length > all.length) all = longer(all, (filled + terms.length) * 1.5);
      for (const term of terms) all[filled++] = packed(term, often[term]);
      if (row % FILLED_AT_ONCE === 0) yield;
    }
    const idf = Float32Array.from({ length: this.counts.size }, (_, term) => this.counts.idf(term));
    let from = 0;
    for (let at = 0; at < entered.length; at += 2) {
      let squares = 0;
      for (const end = from + entered[at + 1]; from < end; from++)
        squares += (SUBLINEAR[all[from] & MOST_OCCURRENCES] * idf[all[from] >>> COUNT_BITS]) ** 2;
      this.length[entered[at]] = Math.sqrt(squares);
      if (entered[at] % FILLED_AT_ONCE === 0) yield;
    }
  }

  /** Counts a text, and adds it to the lists of its terms. */
  private enter(row: number, text: string): void {
    this.makeRows(row);
    this.counts.enter(text);
    const { terms, often } = this.counts;
    for (const term of terms) this.lists.append(term, packed(row, often[term]));
    this.texts[row] = text;
  }

  /** Removes a text from the counts and from the lists of its terms. */
  private leave(row: number): void {
    const text = this.texts[row] ?? null;
    if (text === null) return;
    this.counts.leave(text);
    for (const term of this.counts.terms)
      this.lists.remove(term, (posting) => posting >>> COUNT_BITS === row);
    this.texts[row] = null;
  }

  /** Number of entries in the lists of some terms. */
  private postings(terms: Int32Array): number {
    let sum = 0;
    for (const term of terms) sum += this.lists.length(term);
    return sum;
  }

  private measure(row: number, text: string): void {
    this.counts.take(text);
    this.length[row] = this.counts.length();
  }

  private renewSome(): void {
    const some = this.texts.length <= FEW ? this.texts.length : RENEWED;
    this.stale ||= some < this.texts.length;
    for (let more = 0; more < some; more++) {
      this.renewed = (this.renewed + 1) % this.texts.length;
      const text = this.texts[this.renewed];
      if (text === null) continue;
      this.measure(this.renewed, text);
    }
  }

  private makeRows(row: number): void {
    while (this.texts.length <= row) this.texts.push(null);
    if (row < this.length.length) return;
    this.length = longer(this.length, row + 1);
  }
}

function packed(number: number, count: number): number {
  return ((number << COUNT_BITS) | count) >>> 0;
}
