import { characterTerms, lettersTerm, wordTerms } from '../../../src/shop/words/terms';
import { TextIndex } from '../../../src/shop/words/textIndex';

const shared = (a: string, b: string, termsOf = wordTerms) =>
  termsOf(a).filter((term) => termsOf(b).includes(term)).length;

test('words and pairs of neighbours are terms, whatever their case', () => {
  expect(wordTerms('red metal lantern')).toHaveLength(5);
  expect(wordTerms('Red-METAL lantern!')).toEqual(wordTerms('red metal lantern'));
});

test.each([
  ['Chinese', '红色陶瓷杯', '蓝色陶瓷杯', 3],
  ['Japanese', '赤いガラスのランタン', '青いガラスのランタン', 5],
  ['Thai', 'แก้วกาแฟสีแดง', 'แก้วกาแฟสีดำ', 3],
])('%s has words although it has no spaces: texts share those that both have', (_, a, b, most) => {
  expect(wordTerms(a).length).toBeGreaterThanOrEqual(most);
  expect(shared(a, b)).toBeGreaterThan(0);
  expect(shared(a, b)).toBeLessThan(wordTerms(a).length);
});

test.each(['lantern', 'größe', 'кружка', 'ệ', '컵'])('%s is one term', (word) => {
  expect([lettersTerm(word)]).toEqual(wordTerms(word));
});

test('what is written in two scripts is parted where they meet', () => {
  expect(shared('红色mug300ml', 'mug300ml')).toBe(1);
});

test('a vowel that is a mark does not end a word', () => {
  expect(wordTerms('लाल मिट्टी का दीपक')).toHaveLength(7);
  expect(wordTerms('cafe\u0301 cup')).toHaveLength(3);
});

test('the nearest text of a shop in Chinese is the one with the same words', () => {
  const shop = ['红色陶瓷杯', '玻璃花瓶', '木制相框', '白色陶瓷盘'];
  const { rows, similarities } = TextIndex.of(shop.entries(), wordTerms).nearest('大号玻璃花瓶', 1);
  expect([...rows]).toEqual([1]);
  expect(similarities[0]).toBeGreaterThan(0.3);
});

test('pieces of four characters run over the words of a script without spaces', () => {
  expect(characterTerms('红色陶瓷杯')).toHaveLength(4);
  expect(shared('红色陶瓷杯', '陶瓷杯', characterTerms)).toBeGreaterThan(0);
});
