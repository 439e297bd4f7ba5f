import type { IsWord } from '../../../src/shop/words/knownWords';
import { Spelling, writtenUpTo } from '../../../src/shop/words/spelling';
import { wordTerms } from '../../../src/shop/words/terms';
import { TextIndex } from '../../../src/shop/words/textIndex';

const TEXTS = [
  'RED METAL LANTERN',
  'BLUE METAL LANTERN',
  'SET OF 3 CANDLE HOLDERS',
  'GLASS CANDLE HOLDERS',
  'WOODEN PEN HOLDER',
  'WOODEN KEY HOLDER',
  'BRASS KEY HOLDER',
  'Garten Stühle',
  '红色 灯笼',
];
const WORDS = new Set(['brush', 'canter', 'chopping', 'poppy', 'flame']);

/** Whether a word is one that texts are written in, or one of these. */
function isWordOf(texts: readonly string[], words: ReadonlySet<string> = new Set()): IsWord {
  const held = new Set(texts.flatMap((text) => text.toLowerCase().match(/\p{L}+/gu) ?? []));
  return (word) => held.has(word) || words.has(word);
}

function spellingOf(texts: readonly string[]): Spelling {
  const spelling = new Spelling(
    TextIndex.of(
      texts.map((text, row) => [row, text] as const),
      wordTerms,
    ),
  );
  texts.forEach((text) => spelling.note(text));
  return spelling;
}

const known = isWordOf(TEXTS, WORDS);
const read = (text: string) => spellingOf(TEXTS).read(text, known);

test.each([
  ['two letters in each other’s place', 'RED LANTREN'],
  ['a letter less', 'RED LATERN'],
  ['a letter more', 'RED LANNTERN'],
  ['another letter', 'RED LANTEWN'],
])('%s is read as the word that the shop has, and told', (_, text) => {
  const [, word] = text.split(' ');
  expect(read(text)).toEqual({ text: 'RED LANTERN', respelt: [{ word, read: 'lantern' }] });
});

test('case, other letters and scripts without spaces stay as they are', () => {
  expect(read('Red lantren').text).toBe('Red lantern');
  expect(read('Garten Sthüle').text).toBe('Garten Stühle');
  expect(read('红色灯笼 大号').text).toBe('红色灯笼 大号');
});

test('what the language has as a word is no slip, nor is a short one, nor one whose first letter differs', () => {
  for (const text of ['BRASS CANTER', 'RED PEW', 'SANTERN'])
    expect(read(text)).toEqual({ text, respelt: [] });
});

test('a plural of a word of the language is no slip', () => {
  const spelling = spellingOf([...TEXTS, 'TEN PUPPIES', 'OVAL FRAMES']);
  for (const text of ['POPPIES', 'FLAMES']) expect(spelling.read(text, known)).toEqual({ text, respelt: [] });
});

test('words of five letters are mistaken for others by turned ones alone, and none by its last letter', () => {
  const spelling = spellingOf([...TEXTS, 'GREY PONY', 'RAG DOLLY', 'CRACKED CHINA', 'MAPLE TRAY']);
  for (const text of ['PEONY', 'DOILY', 'CRACKER'])
    expect(spelling.read(text, known)).toEqual({ text, respelt: [] });
  expect(spelling.read('MALPE TRAY', known).text).toBe('MAPLE TRAY');
});

test('letters that are written with marks of their own make one word with them', () => {
  const text = 'compose\u0301 rouge';
  expect(spellingOf([...TEXTS, 'composes']).read(text, known).text).toBe(text);
});

test('the word before is the last one of a run without spaces', () => {
  const text = '大号杯子 HOLDERS';
  expect(spellingOf([...TEXTS, text]).read(text, known).text).toBe(text);
});

describe('what is looked up for an unknown word is bounded', () => {
  const lookedUp = jest.spyOn(TextIndex.prototype, 'textsWith');
  beforeEach(() => lookedUp.mockClear());

  test('in a script of thousands of letters', () => {
    const syllables = Array.from({ length: 2000 }, (_, at) => String.fromCharCode(0xac00 + 5 * at));
    const word = '각난닫랄맘밥';
    const texts = [...TEXTS, syllables.join('')];
    expect(spellingOf(texts).read(word, isWordOf(texts)).text).toBe(word);
    expect(lookedUp.mock.calls.length).toBeLessThan(50);
  });

  test('in very long words', () => {
    const word = 'abcdefghij'.repeat(800);
    expect(read(word).text).toBe(word);
    expect(lookedUp.mock.calls.length).toBeLessThan(50);
  });

  test('in texts that share words', () => {
    const reader = spellingOf(TEXTS).reader(known);
    expect(reader('RED LATERN').text).toBe('RED LANTERN');
    const first = lookedUp.mock.calls.length;
    expect(reader('LATERN BLUE').text).toBe('LANTERN BLUE');
    expect(lookedUp.mock.calls.length).toBeLessThan(first + 20);
  });
});

test('singular and plural are read as one, the usual after the word before', () => {
  expect(read('GLASS LANTERNS')).toEqual({ text: 'GLASS LANTERN', respelt: [] });
  for (const text of ['CANDLE HOLDER', 'CANDLE HOLDERS']) expect(read(text).text).toBe('CANDLE HOLDERS');
  for (const text of ['KEY HOLDER', 'KEY HOLDERS']) expect(read(text).text).toBe('KEY HOLDER');
  for (const text of ['PAPER HOLDER', 'PAPER HOLDERS']) expect(read(text).text).toBe('PAPER HOLDER');
  expect(read('GLAS CANDLE').text).toBe('GLAS CANDLE');
  expect(spellingOf([...TEXTS, 'Ei aus Glas', 'Eis']).read('Eis', known).text).toBe('Eis');
});

test('what is read is read the same again', () => {
  for (const text of [...TEXTS, 'BLEU METLA LANTERNS']) {
    const once = read(text).text;
    expect(read(once)).toEqual({ text: once, respelt: [] });
  }
});

test('a text that the shop has itself does not count for its own words', () => {
  const texts = [...TEXTS, 'PURPLE LANTREN'];
  const spelling = spellingOf(texts);
  expect(spelling.read('PURPLE LANTREN', known).text).toBe('PURPLE LANTREN');
  expect(spelling.read('PURPLE LANTREN', known, 'PURPLE LANTREN').text).toBe('PURPLE LANTERN');
});

test('where most of what the shop writes is not known as words, being unknown makes no word a slip', () => {
  const half = isWordOf(TEXTS.slice(4));
  expect(spellingOf(TEXTS).read('RED LANTREN', half)).toEqual({ text: 'RED LANTREN', respelt: [] });
  expect(spellingOf(TEXTS).read('RED LANTERNS', half).text).toBe('RED LANTERN');
});

test('a text that the shop has no longer says nothing of how it writes', () => {
  const [gone, kept] = [TEXTS.slice(0, 4), TEXTS.slice(4)];
  const spelling = spellingOf(TEXTS);
  expect(spelling.read('KEY HODLER', isWordOf(kept)).text).toBe('KEY HODLER');
  gone.forEach((text) => spelling.forget(text));
  expect(spelling.read('KEY HODLER', isWordOf(kept)).text).toBe('KEY HOLDER');
});

test('a long text is left alone', () => {
  const text = 'lantren '.repeat(60);
  expect(read(text)).toEqual({ text, respelt: [] });
});

test.each([
  ['red muq, blue', 'red mug, blue', 7, 7],
  ['red mugs, blue', 'red mug, blue', 7, 8],
  ['red mugs, blue', 'red mug, blue', 9, 10],
  ['red mugs, blue', 'red mug, blue', 11, 12],
  ['a box', 'a boxes', 6, 5],
  ['red', 'red', 2, 2],
])("of '%s' read as '%s' the first %i characters end at %i as written", (written, text, end, expected) => {
  expect(writtenUpTo(written, { text, respelt: [] }, end)).toBe(expected);
});
