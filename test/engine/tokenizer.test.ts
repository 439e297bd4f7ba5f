import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextTokenizer } from '../../src/engine/tokenizer';
import { writeTinyEncoder } from '../support/tinyEncoder';

const directory = writeTinyEncoder();
const json = (name: string) => JSON.parse(readFileSync(join(directory, name), 'utf8')) as object;
const tokenizer = (maxTokens: number, prefix = '') =>
  new TextTokenizer(json('tokenizer.json'), json('tokenizer_config.json'), { maxTokens, prefix });
const [CLS, SEP] = [2, 3];

test('frames a text and leaves a short one whole', () => {
  const { ids, fitted } = tokenizer(8).tokenize('Red  MUG');
  expect([ids[0], ids.at(-1), ids.length, fitted]).toEqual([CLS, SEP, 4, null]);
  expect(tokenizer(8).tokenize('').ids).toEqual(Int32Array.of(CLS, SEP));
});

test('keeps the first tokens of a long text, as the reference does, and says what fitted', () => {
  const text = 'red mug heart lantern';
  const whole = tokenizer(64).tokenize(text).ids;
  const cut = tokenizer(4).tokenize(text);
  expect([...cut.ids]).toEqual([...whole.slice(0, 3), SEP]);
  expect(text.slice(0, cut.fitted!)).toBe('red mug');
});

test('cuts within a word longer than all', () => {
  const { ids, fitted } = tokenizer(6).tokenize('abcdefghij');
  expect([ids.length, fitted]).toEqual([6, 4]);
});

test('reads a very long text only as far as it must, with the same tokens', () => {
  const text = 'red mug heart '.repeat(3000);
  const long = tokenizer(32).tokenize(text);
  expect(long.ids).toEqual(tokenizer(32).tokenize(text.slice(0, 500)).ids);
  expect(text.slice(0, long.fitted!).trim().split(' ')).toHaveLength(30);
});

test('puts the prefix before the text and leaves it out of what fitted', () => {
  const text = 'red mug heart';
  expect(tokenizer(16, 'blue ').tokenize(text).ids).toEqual(tokenizer(16).tokenize(`blue ${text}`).ids);
  expect(text.slice(0, tokenizer(5, 'blue ').tokenize(text).fitted!)).toBe('red mug');
});

test('what fitted never ends within a character of two units', () => {
  for (let room = 3; room < 12; room++) {
    const text = `red ${'\u{1f381}\u{20bb7}'.repeat(20)}`;
    const { fitted } = tokenizer(room).tokenize(text);
    expect(() => encodeURIComponent(text.slice(0, fitted!))).not.toThrow();
  }
});
