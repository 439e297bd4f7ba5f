import { UNSPACED } from '../common/unspaced';
import { wordTerms } from './terms';
import type { TextIndex } from './textIndex';

/** Of shorter words too many lie one slip away from another. */
const FEWEST_LETTERS = 5;
/** Longer texts say enough without it. */
const MOST_WORDS = 40;
const WORD = /[\p{L}\p{N}]+/gu;
const LETTERS_ONLY = /^\p{L}+$/u;

/** Whether a word is one of the language, though no product's text holds it. */
export type IsWord = (word: string) => boolean;

/** A text in the words of a shop, and the words that were taken for slips of others. */
export interface Reading {
  text: string;
  respelt: { word: string; read: string }[];
}

/**
 * How a shop writes: which words its products' texts hold, and which pairs. A text from outside is read as the shop would
 * have written it, so that a slip of a key, or a plural for a singular, leaves it with the neighbours that it means.
 */
export class Spelling {
  /** By code unit: whether a word holds it. */
  private readonly held = new Uint8Array(1 << 16);
  private letters: string[] | null = null;

  /** `words` indexes the texts by `wordTerms`. */
  constructor(private readonly words: TextIndex) {}

  /** Takes note of the letters of a text that is put into the index. */
  note(text: string): void {
    const lower = text.toLowerCase();
    for (let at = 0; at < lower.length; at++) {
      const code = lower.charCodeAt(at);
      if (this.held[code]) continue;
      this.held[code] = 1;
      this.letters = null;
    }
  }

  /**
   * The text in the shop's words. Of a word's singular and plural that is read which more texts hold after the word before,
   * or hold at all. A word of neither that is none of the language is read as the one that a single slip makes of it, where
   * there is one. A text that the index holds itself, as `own`, does not count.
   */
  read(text: string, isWord: IsWord, own: string | null = null): Reading {
    const respelt: Reading['respelt'] = [];
    if ((text.match(WORD)?.length ?? 0) > MOST_WORDS) return { text, respelt };
    const ownTerms = new Set(own === null ? [] : wordTerms(own));
    const texts = (term: number) => this.words.textsWith(term) - (ownTerms.has(term) ? 1 : 0);
    let before: string | null = null;
    const read = text.replace(WORD, (word) => {
      const lower = word.toLowerCase();
      const spelt = LETTERS_ONLY.test(lower) ? this.spelt(lower, before, texts, isWord) : lower;
      before = spelt;
      if (spelt === lower) return word;
      if (!numbersOf(lower).includes(spelt)) respelt.push({ word, read: spelt });
      return inCaseOf(word, spelt);
    });
    return { text: read, respelt };
  }

  private spelt(word: string, before: string | null, texts: TextsWith, isWord: IsWord): string {
    const known = inNumber(word, before, texts);
    if (known !== null) return known;
    if (word.length < FEWEST_LETTERS || UNSPACED.test(word) || isWord(word)) return word;
    const found = this.nearest(turned(word), texts) ?? this.nearest(slips(word, this.alphabet()), texts);
    return found === null ? word : (inNumber(found, before, texts) ?? found);
  }

  /** Terms are numbers that different words may share: a text must really hold the word. */
  private nearest(words: Iterable<string>, texts: TextsWith): string | null {
    return mostHeld(words, (word) => {
      const [term] = wordTerms(word);
      const count = texts(term);
      return count > 0 && this.words.someTextWith(term)?.toLowerCase().includes(word) ? count : 0;
    });
  }

  private alphabet(): string[] {
    this.letters ??= [...this.held.keys()]
      .filter((code) => this.held[code])
      .map((code) => String.fromCharCode(code))
      .filter((letter) => LETTERS_ONLY.test(letter) && !UNSPACED.test(letter));
    return this.letters;
  }
}

type TextsWith = (term: number) => number;

/** A known word's usual number; null for a word that no text holds in either. */
function inNumber(word: string, before: string | null, texts: TextsWith): string | null {
  const numbers = numbersOf(word);
  const afterIt =
    before === null ? null : mostHeld(numbers, (each) => texts(wordTerms(`${before} ${each}`)[2]));
  return afterIt ?? mostHeld(numbers, (each) => texts(wordTerms(each)[0]));
}

/** Of equals the first; null where none is held. */
function mostHeld(words: Iterable<string>, textsOf: (word: string) => number): string | null {
  let [best, most] = [null as string | null, 0];
  for (const word of words) {
    const texts = textsOf(word);
    if (texts > most) [best, most] = [word, texts];
  }
  return best;
}

/** A word's singular and plural, as far as an s makes it. */
function numbersOf(word: string): string[] {
  if (word.length < 3 || word.endsWith('ss')) return [word];
  return word.endsWith('s') ? [word.slice(0, -1), word] : [word, `${word}s`];
}

/** Of the four slips that a word is mistyped by (Damerau 1964), two letters in each other's place: the most telling one. */
function* turned(word: string): Generator<string> {
  for (let at = 1; at < word.length - 1; at++)
    yield word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

/** The other three: a letter less, more, or another. The first letter is hardly ever missed. */
function* slips(word: string, letters: readonly string[]): Generator<string> {
  for (let at = 1; at <= word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (tail) yield head + tail.slice(1);
    for (const letter of letters) {
      yield head + letter + tail;
      if (tail) yield head + letter + tail.slice(1);
    }
  }
}

function inCaseOf(word: string, read: string): string {
  if (word === word.toLowerCase()) return read;
  if (word === word.toUpperCase()) return read.toUpperCase();
  return read[0].toUpperCase() + read.slice(1);
}
