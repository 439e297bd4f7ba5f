import { codePoints, without, wordSpans } from '../../../src/serving/texts/words';

const words = (text: string) => wordSpans('description', text).map(({ word }) => word);

test('words are those between spaces and signs', () => {
  expect(words('Mug, T-light (red) 3.5mm')).toEqual(['Mug', 'T-light', 'red', '3', '5mm']);
});

test.each([
  ['\u7ea2\u8272\u9676\u74f7\u676f', ['\u7ea2\u8272', '\u9676\u74f7', '\u676f']],
  [
    '\u30cf\u30fc\u30c8\u578b\u30e9\u30f3\u30bf\u30f3',
    ['\u30cf\u30fc\u30c8', '\u578b', '\u30e9\u30f3\u30bf\u30f3'],
  ],
])('%s, written without spaces, has words as well', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test('Thai text is parted too', () => {
  expect(words('\u0e41\u0e01\u0e49\u0e27\u0e41\u0e14\u0e07').length).toBeGreaterThan(1);
});

test('a word leaves no gap where there was none, and a space where there was one', () => {
  const [first] = wordSpans('description', '\u7ea2\u8272\u9676\u74f7\u676f');
  expect(without('\u7ea2\u8272\u9676\u74f7\u676f', first)).toBe('\u9676\u74f7\u676f');
  const [, middle] = wordSpans('description', 'red heart mug');
  expect(without('red heart mug', middle)).toBe('red mug');
});

test('places are given in code points beside', () => {
  const text = '\u{1f381} gift box';
  const [gift] = wordSpans('description', text);
  expect([gift.start, gift.end]).toEqual([3, 7]);
  expect(codePoints(text, gift)).toEqual({ start: 2, end: 6 });
});
