import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEncoderDirectory } from '../../../src/engine/encoderDirectory';
import { SHIPPED_ENCODERS } from '../../../src/engine/modelEncoder';
import { TextTokenizer } from '../../../src/engine/tokenizer';
import type { IsWord } from '../../../src/shop/words/knownWords';
import { Spelling } from '../../../src/shop/words/spelling';
import { wordTerms } from '../../../src/shop/words/terms';
import { TextIndex } from '../../../src/shop/words/textIndex';
import { productTexts } from '../../support/productTexts';

type Pair = readonly [string, string];

/** By language, pairs of different things and of forms of one word. */
function otherWords(): Map<string, Pair[]> {
  const pairs = new Map<string, Pair[]>();
  let language = '';
  for (const line of readFileSync(join(__dirname, '../../fixtures/words/otherWords.txt'), 'utf8')
    .trim()
    .split('\n')) {
    const [first, second] = line.split(' ');
    if (['things', 'forms'].includes(second)) language = first;
    else pairs.set(language, [...(pairs.get(language) ?? []), [first, second]]);
  }
  return pairs;
}

function spellingOf(texts: readonly string[]): Spelling {
  const rows = texts.map((text, row) => [row, text] as const);
  const spelling = new Spelling(TextIndex.of(rows, wordTerms));
  texts.forEach((text) => spelling.note(text));
  return spelling;
}

const isWordOf = new Map<string, IsWord>();
beforeAll(async () => {
  for (const directory of Object.values(SHIPPED_ENCODERS)) {
    const encoder = await readEncoderDirectory(directory);
    const { isWord } = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
    isWordOf.set(encoder.name, isWord);
  }
});

test.each([...otherWords()])('in %s no word is read as another one', (language, pairs) => {
  expect(pairs).toHaveLength(40);
  for (const isWord of isWordOf.values()) {
    for (const [shops, asked] of [pairs, pairs.map(([a, b]) => [b, a] as const)].map((each) => [
      each.map(([word]) => word),
      each.map(([, word]) => word),
    ])) {
      const spelling = spellingOf([...productTexts(language), ...shops]);
      for (const word of asked) expect(spelling.read(word, isWord).respelt).toEqual([]);
    }
  }
});

test('in English a slip is read as the word that the shop has', () => {
  const spelling = spellingOf([...productTexts('en'), 'lantern with candle']);
  expect(spelling.read('lantren', isWordOf.get('encoder')!).text).toBe('lantern');
});
