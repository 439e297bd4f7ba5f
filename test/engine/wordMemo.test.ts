import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { TextTokenizer } from '../../src/engine/tokenizer';
import { WordMemo, wordsAreApart } from '../../src/engine/wordMemo';
import { Random } from '../../src/common/random';
import { heapMegabytes } from '../support/heap';

const directory = join(__dirname, '../../onnx/encoder');
const json = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as object;
const shipped = json('tokenizer.json');

/** Words, and what normalizers treat in ways of their own: accents, sigma, CJK, special tokens, controls, halves of pairs. */
const PIECES = [
  ...['mug', 'Lantern', 'unaffable', "o'clock", '9.95', 'e\u0301', '\u0301', 'Σ', 'ΑΣ', 'İ', 'ß', 'ﬁ'],
  ...['漢字', '가', '[SEP]', '[CLS]', '\u0000', '\u200d', '\ufffd', '😀', '\ud800', '-', '؟'],
  ...[' ', '  ', '\t', '\n', '\u00a0', '\u3000', '\u0085'],
];

test('gives the tokens that the library gives for the whole text', () => {
  const library = new Tokenizer(shipped, json('tokenizer_config.json'));
  const tokenizer = new TextTokenizer(shipped, json('tokenizer_config.json'), { maxTokens: 512, prefix: '' });
  const random = new Random(7);
  for (let n = 0; n < 1000; n++) {
    const length = random.below(12);
    const text = Array.from({ length }, () => PIECES[random.below(PIECES.length)]).join('');
    expect([text, ...tokenizer.tokenize(text).ids]).toEqual([text, ...library.encode(text).ids]);
  }
});

test('asks for a word once', () => {
  const asked: string[] = [];
  const memo = new WordMemo((word) => (asked.push(word), [word.length]));
  expect(memo.tokens('red red mug')).toEqual([3, 3, 3]);
  expect(memo.tokens('mug')).toEqual([3]);
  expect(asked).toEqual(['red', 'mug']);
});

test('a word that is kept does not hold on to its text', () => {
  const memo = new WordMemo(() => [1]);
  const before = heapMegabytes();
  for (let n = 0; n < 1000; n++) {
    const text = Buffer.alloc(50_000, 'red mug ').toString();
    memo.tokens(`${text}article-number-${n}`);
  }
  expect(heapMegabytes() - before).toBeLessThan(15);
});

test('keeps no word that is longer than words are', () => {
  const asked: string[] = [];
  const memo = new WordMemo((word) => (asked.push(word), [1]));
  const long = 'x'.repeat(10_000);
  memo.tokens(long);
  memo.tokens(long);
  expect(asked).toEqual([long, long]);
});

test.each([
  ['a normalizer that looks beyond a character', { normalizer: { type: 'Replace' } }],
  ['a pre-tokenizer that keeps spaces', { pre_tokenizer: { type: 'Metaspace' } }],
  ['none', { pre_tokenizer: null }],
  ['another kind of model', { model: { type: 'Unigram' } }],
  ['an added token of two words', { added_tokens: [{ content: 'New York' }] }],
])('takes no words apart for a tokenizer with %s', (_, other) => {
  expect(wordsAreApart(shipped)).toBe(true);
  expect(wordsAreApart({ ...shipped, ...other })).toBe(false);
});
