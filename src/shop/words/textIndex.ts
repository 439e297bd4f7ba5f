import { PostingLists } from './postingLists';
import { NO_RANKING, type Ranking, ranked } from '../../common/ranking';
import { RowScores } from './rowScores';
import { TermTable } from './termTable';
import { finish } from '../../common/steps';
import { inverseFrequency, sublinear, type TermsOf } from './tfidf';

/** Occurrences in one text beyond this many count the same. */
const MOST_OCCURRENCES = 7;
const COUNT_BITS = 3;
/** Entries kept of a list beside those that a search reads: some may go. */
const KEPT_BEYOND = 16;
/** Texts whose lengths are computed anew with each change, for document frequencies change as well: all of few. */
const RENEWED = 8;
const FEW = 256;
/** Texts that are put in between two breaks. */
const FILLED_AT_ONCE = 64;
const SLACK = 1.5;
/** So few terms are sorted sooner by insertion than by a call. */
const FEW_TERMS = 64;
/** The largest logarithm is looked up more often than taken. */
const SUBLINEAR = Float32Array.from({ length: MOST_OCCURRENCES + 1 }, (_, count) =>
  count ? sublinear(count) : 0,
);

/** A product's row and its text. */
export type RowText = readonly [row: number, text: string];

/**
 * Products by cosine of the TF-IDF of their texts, by an inverted index: each term's list names the products whose texts
 * hold it. A search reads the lists of the rarest terms first and at most `mostPostings` entries, so that its cost is
 * bounded; with fewer it is exact. Lengths of known texts follow changes of the document frequencies: at
 * once where texts are few, else eight with each change.
 */
export class TextIndex {
  private readonly table = new TermTable();
  private readonly lists: PostingLists;
  /** By term: texts that hold it, and how often the text at hand does. */
  private holding = new Uint32Array(1024);
  private often = new Uint8Array(1024);
  /** Different terms of the text at hand, the first `distinct` of them. */
  private terms = new Int32Array(256);
  private distinct = 0;
  /** By row; null for a product that has no text here. */
  private readonly texts: (string | null)[] = [];
  private length = new Float32Array();
  private count = 0;
  private renewed = 0;
  private stale = false;
  /** Of a search. */
  private readonly found = new RowScores();

  constructor(
    private readonly termsOf: TermsOf,
    private readonly mostPostings = Infinity,
  ) {
    this.lists = new PostingLists(Number.isFinite(mostPostings) ? mostPostings * KEPT_BEYOND : undefined);
  }

  /** An index of these texts. */
  static of(texts: Iterable<RowText>, termsOf: TermsOf, mostPostings?: number): TextIndex {
    const index = new TextIndex(termsOf, mostPostings);
    finish(index.filling(texts));
    return index;
  }

  /** Number of texts with a term at least: one without says nothing of how rare terms are. */
  get size(): number {
    return this.count;
  }

  /** Puts a product's text in the place of an earlier one, if there is any. */
  set(row: number, text: string): void {
    if (this.texts[row] === text) return;
    this.leave(row);
    this.enter(row, text);
    this.measure(row);
    this.renewSome();
  }

  remove(row: number): void {
    this.leave(row);
    this.renewSome();
  }

  /** How many texts hold a term. */
  textsWith(term: number): number {
    const place = this.table.find(term);
    return place < 0 ? 0 : this.holding[place];
  }

  /** One of them, the latest. */
  someTextWith(term: number): string | null {
    const place = this.table.find(term);
    const held = place < 0 ? 0 : this.lists.length(place);
    if (held === 0) return null;
    const latest = this.lists.block(place)[this.lists.start(place) + held - 1];
    return this.texts[latest >>> COUNT_BITS];
  }

  /** Whether lengths are those of earlier document frequencies. */
  get isStale(): boolean {
    return this.stale;
  }

  /** Computes the lengths of all texts anew, a text a step. */
  *renewing(): Generator<void> {
    this.stale = false;
    for (let row = 0; row < this.texts.length; row++) {
      const text = this.texts[row];
      if (text === null) continue;
      this.take(text, false);
      this.measure(row);
      yield;
    }
  }

  /** At most `count` products, most similar first; those without any term in common are never found. */
  nearest(text: string, count: number, mostPostings = this.mostPostings): Ranking {
    this.take(text, false);
    if (this.distinct === 0) return NO_RANKING;
    const { lists, found, often } = this;
    this.putRarestFirst();
    const { terms } = this;
    found.clear(Math.min(this.postings(), mostPostings));
    let left = mostPostings;
    let squares = 0;
    for (let place = 0; place < this.distinct; place++) {
      const term = terms[place];
      const idf = this.idf(term);
      squares += (SUBLINEAR[often[term]] * idf) ** 2;
      const held = lists.length(term);
      if (held === 0 || left === 0) continue;
      const weight = SUBLINEAR[often[term]] * idf * idf;
      const block = lists.block(term);
      const end = lists.start(term) + held;
      const most = Math.min(left, held);
      // The latest come first: of a list that is too long the products of long ago are left out.
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

  /** Puts texts of new rows in, a step at a time. */
  *filling(texts: Iterable<RowText>): Generator<void> {
    /** Terms of all texts, end to end, as `packed` has rows. */
    let all = new Uint32Array(4096);
    let filled = 0;
    const entered: number[] = [];
    for (const [row, text] of texts) {
      this.enter(row, text);
      entered.push(row, this.distinct);
      if (filled + this.distinct > all.length) all = longer(all, (filled + this.distinct) * 1.5);
      for (let at = 0; at < this.distinct; at++)
        all[filled++] = packed(this.terms[at], this.often[this.terms[at]]);
      if (row % FILLED_AT_ONCE === 0) yield;
    }
    const idf = Float32Array.from({ length: this.table.size }, (_, term) => this.idf(term));
    let from = 0;
    for (let at = 0; at < entered.length; at += 2) {
      let squares = 0;
      for (const end = from + entered[at + 1]; from < end; from++)
        squares += (SUBLINEAR[all[from] & MOST_OCCURRENCES] * idf[all[from] >>> COUNT_BITS]) ** 2;
      this.length[entered[at]] = Math.sqrt(squares);
      if (entered[at] % FILLED_AT_ONCE === 0) yield;
    }
  }

  /** Counts a text in, and enters it into the lists of its terms. */
  private enter(row: number, text: string): void {
    this.makeRows(row);
    this.take(text, true);
    for (let at = 0; at < this.distinct; at++) {
      const term = this.terms[at];
      this.holding[term] += 1;
      this.lists.append(term, packed(row, this.often[term]));
    }
    this.texts[row] = text;
    if (this.distinct > 0) this.count += 1;
  }

  /** Counts a text out, and takes it out of the lists of its terms. */
  private leave(row: number): void {
    const text = this.texts[row] ?? null;
    if (text === null) return;
    this.take(text, false);
    for (let at = 0; at < this.distinct; at++) {
      const term = this.terms[at];
      this.holding[term] -= 1;
      this.lists.remove(term, (posting) => posting >>> COUNT_BITS === row);
    }
    this.texts[row] = null;
    if (this.distinct > 0) this.count -= 1;
  }

  /** Makes a text the one at hand; terms that no text has get their places, or are left out. */
  private take(text: string, isNew: boolean): void {
    for (let at = 0; at < this.distinct; at++) this.often[this.terms[at]] = 0;
    this.distinct = 0;
    for (const term of this.termsOf(text)) {
      const place = isNew ? this.table.put(term) : this.table.find(term);
      if (place < 0 || (!isNew && this.holding[place] === 0)) continue;
      if (place >= this.often.length) this.makeTerms(place);
      if (this.often[place] === 0) {
        if (this.distinct === this.terms.length) this.terms = longer(this.terms, this.distinct + 1);
        this.terms[this.distinct++] = place;
      }
      if (this.often[place] < MOST_OCCURRENCES) this.often[place] += 1;
    }
  }

  /** Entries of the lists of the text at hand. */
  private postings(): number {
    let sum = 0;
    for (let at = 0; at < this.distinct; at++) sum += this.lists.length(this.terms[at]);
    return sum;
  }

  private putRarestFirst(): void {
    const { terms, holding, distinct } = this;
    if (distinct > FEW_TERMS) {
      terms.subarray(0, distinct).sort((a, b) => holding[a] - holding[b]);
      return;
    }
    for (let place = 1; place < distinct; place++) {
      const term = terms[place];
      let at = place;
      for (; at > 0 && holding[terms[at - 1]] > holding[term]; at--) terms[at] = terms[at - 1];
      terms[at] = term;
    }
  }

  /** Of the text at hand. */
  private lengthOfText(): number {
    let squares = 0;
    for (let at = 0; at < this.distinct; at++) {
      const term = this.terms[at];
      // Rounded as where many texts are put in at once.
      squares += (SUBLINEAR[this.often[term]] * Math.fround(this.idf(term))) ** 2;
    }
    return Math.sqrt(squares);
  }

  private measure(row: number): void {
    this.length[row] = this.lengthOfText();
  }

  private renewSome(): void {
    const some = this.texts.length <= FEW ? this.texts.length : RENEWED;
    this.stale ||= some < this.texts.length;
    for (let more = 0; more < some; more++) {
      this.renewed = (this.renewed + 1) % this.texts.length;
      const text = this.texts[this.renewed];
      if (text === null) continue;
      this.take(text, false);
      this.measure(this.renewed);
    }
  }

  private idf(term: number): number {
    return inverseFrequency(this.count, this.holding[term]);
  }

  private makeTerms(place: number): void {
    this.often = longer(this.often, place + 1);
    this.holding = longer(this.holding, place + 1);
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

function longer<T extends Uint32Array | Uint8Array | Int32Array | Float32Array>(values: T, least: number): T {
  const Same = values.constructor as new (length: number) => T;
  const grown = new Same(Math.ceil(least * SLACK));
  grown.set(values as never);
  return grown;
}
