import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHIPPED_ENCODERS } from '../../src/engine/modelEncoder';
import { TextTokenizer } from '../../src/engine/tokenizer';
import { unknownToken } from '../../src/engine/unknownToken';

const json = (name: string) =>
  JSON.parse(readFileSync(join(SHIPPED_ENCODERS.english, name), 'utf8')) as object;

test.each([
  ['WordPiece names it', { model: { unk_token: '[UNK]', vocab: { a: 0, '[UNK]': 1 } } }, 1],
  ['Unigram says its place', { model: { unk_id: 2, vocab: [['a', -1]] } }, 2],
  ['BPE of bytes has none', { model: { unk_token: null, vocab: { a: 0 } } }, null],
])('%s', (_, tokenizerJson, token) => {
  expect(unknownToken(tokenizerJson)).toBe(token);
});

test('what there is no piece for is no word, though it is one token', () => {
  const options = { maxTokens: 64, prefix: '' };
  const tokenizer = new TextTokenizer(json('tokenizer.json'), json('tokenizer_config.json'), options);
  expect(tokenizer.tokenize('лопата').ids).toHaveLength(3);
  expect(['лопата', 'lantern'].map(tokenizer.isWord)).toEqual([false, true]);
});
