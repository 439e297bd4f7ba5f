import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../src/common/random';
import { finish } from '../../../src/common/steps';
import { characterTerms, wordTerms } from '../../../src/shop/words/terms';
import { TextIndex } from '../../../src/shop/words/textIndex';
import { type SparseVector, Tfidf } from '../../../src/shop/words/tfidf';

interface Golden {
  texts: string[];
  queries: string[];
  terms: number;
  similarity: number[][];
}

/**
 * Golden values from scikit-learn: TfidfVectorizer(sublinear_tf=True) with ngram_range=(1, 2) for words (1.9.1), with
 * analyzer='char_wb', ngram_range=(4, 4) for characters (1.7 and later).
 */
const golden = (name: string): Golden =>
  JSON.parse(readFileSync(join(__dirname, 'golden', `${name}.json`), 'utf8'));

const WORDS = ['red', 'blue', 'metal', 'lantern', 'box', 'small', 'of', 'candles', 'set', 'glass'];

function madeUp(random: Random): string {
  return Array.from({ length: 1 + random.below(7) }, () => WORDS[random.below(WORDS.length)]).join(' ');
}

describe.each([
  ['words', wordTerms],
  ['characters', characterTerms],
] as const)('TF-IDF of %s', (name, termsOf) => {
  const { texts, queries, terms, similarity } = golden(name);

  it('has the terms and similarities of scikit-learn', () => {
    expect(new Tfidf(texts, termsOf).size).toBe(terms);
    const index = TextIndex.of(texts.entries(), termsOf);
    queries.forEach((query, place) => {
      const { rows, similarities } = index.nearest(query, texts.length);
      const expected = similarity[place].flatMap((value, row) => (value > 0 ? [{ row, value }] : []));
      expect([...rows].sort()).toEqual(expected.map(({ row }) => row).sort());
      for (const { row, value } of expected) expect(similarities[rows.indexOf(row)]).toBeCloseTo(value, 6);
      expect([...similarities]).toEqual([...similarities].sort((a, b) => b - a));
    });
  });

  it('finds what comparing with every text finds', () => {
    const random = new Random(3);
    const many = Array.from({ length: 300 }, () => madeUp(random));
    const tfidf = new Tfidf(many, termsOf);
    const vectors = many.map((text) => tfidf.vector(text));
    const index = TextIndex.of(many.entries(), termsOf);
    for (let query = 0; query < 20; query++) {
      const text = madeUp(random);
      const all = vectors.map((vector) => dot(vector, tfidf.vector(text))).sort((a, b) => b - a);
      index.nearest(text, 10).similarities.forEach((value, at) => expect(value).toBeCloseTo(all[at], 5));
    }
  });

  it('that texts came into is as one of all of them once it is renewed', () => {
    const random = new Random(5);
    const many = Array.from({ length: 700 }, () => madeUp(random));
    const index = TextIndex.of(many.slice(0, 600).entries(), termsOf);
    expect(index.isStale).toBe(false);
    many.slice(600).forEach((text, at) => index.set(600 + at, text));
    expect(index.isStale).toBe(true);
    finish(index.renewing());
    expect(index.isStale).toBe(false);
    const fresh = TextIndex.of(many.entries(), termsOf);
    for (let query = 0; query < 20; query++) {
      const text = madeUp(random);
      expect(index.nearest(text, 10)).toEqual(fresh.nearest(text, 10));
    }
  });

  it('has a changed text under its new words alone, and a removed one under none', () => {
    const index = TextIndex.of(texts.entries(), termsOf);
    index.set(1, 'Yellow bicycle');
    index.remove(0);
    expect(index.size).toBe(texts.length - 1);
    const [first] = index.nearest('yellow bicycle', 3).rows;
    expect(first).toBe(1);
    for (const query of queries) {
      expect([...index.nearest(query, texts.length).rows]).not.toContain(0);
      expect([...index.nearest(query, texts.length).rows]).not.toContain(1);
    }
  });

  it('after many changes finds what an index of the same texts finds', () => {
    const random = new Random(5);
    const current = Array.from({ length: 50 }, () => madeUp(random));
    const changed = TextIndex.of(current.entries(), termsOf);
    for (let change = 0; change < 600; change++) {
      const row = random.below(current.length);
      current[row] = madeUp(random);
      changed.set(row, current[row]);
    }
    const fresh = TextIndex.of(current.entries(), termsOf);
    for (let query = 0; query < 10; query++) {
      const text = madeUp(random);
      const [best] = fresh.nearest(text, 1).similarities;
      expect(changed.nearest(text, 1).similarities[0]).toBeCloseTo(best, 5);
    }
  });
});

it('reads the lists of rare words first where it may read few entries only', () => {
  const texts = [...Array.from({ length: 500 }, (_, place) => `red box ${place}`), 'red box zebra'];
  const { rows } = TextIndex.of(texts.entries(), wordTerms, 20).nearest('red box zebra', 30);
  expect(rows[0]).toBe(500);
  expect(rows.length).toBeLessThanOrEqual(20);
});

function dot(a: SparseVector, b: SparseVector): number {
  return a.terms.reduce((sum, term, at) => {
    const place = b.terms.indexOf(term);
    return sum + (place < 0 ? 0 : a.weights[at] * b.weights[place]);
  }, 0);
}
