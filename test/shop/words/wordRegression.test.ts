import { Tfidf } from '../../../src/shop/words/tfidf';
import { WordRegression } from '../../../src/shop/words/wordRegression';

const TEXTS = ['red mug', 'blue mug', 'blue lantern', 'red lantern of glass'];
const tfidf = new Tfidf(TEXTS);
const coefficient = (at: number) => (at % 3) - 0.7;
const regression = WordRegression.of(tfidf.terms(), (at) => tfidf.idf(at), coefficient);

test('a text is answered by the sum of its coefficients, weighed as TF-IDF weighs them', () => {
  for (const text of [...TEXTS, 'mug mug red', 'red mug of unheard things']) {
    const { terms, weights } = tfidf.vector(text);
    const sum = weights.reduce((total, weight, at) => total + weight * coefficient(terms[at]), 0);
    expect(regression.answer(text)).toBeCloseTo(sum, 5);
  }
});

test('a text without a known word is unknown, not zero', () => {
  expect(regression.answer('')).toBeNaN();
  expect(regression.answer('unheard things')).toBeNaN();
});

test('what is read from a file answers to the last digit as what was written', () => {
  const read = WordRegression.unpacked(regression.packed());
  for (const text of TEXTS) expect(read.answer(text)).toBe(regression.answer(text));
});

test('bytes that are no regression are refused', () => {
  const bytes = regression.packed();
  expect(() => WordRegression.unpacked(bytes.subarray(1))).toThrow('no whole terms');
  const broken = bytes.slice();
  new DataView(broken.buffer).setFloat32(bytes.length - 4, NaN, true);
  expect(() => WordRegression.unpacked(broken)).toThrow('no coefficients');
  const twice = WordRegression.of(
    [1, 2],
    () => 1,
    () => 1,
  ).packed();
  new DataView(twice.buffer).setInt32(0, 2, true);
  expect(() => WordRegression.unpacked(twice)).toThrow('no coefficients');
});
