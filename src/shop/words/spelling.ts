import { UNSPACED } from '../../common/unspaced';
import { type IsWord, knownShare } from './knownWords';
import { lastWordTerm, lettersTerm, pairTerm, wordTerms } from './terms';
import type { TextIndex } from './textIndex';
import { numbersOf, singularsOf } from './wordNumbers';

/** Too many shorter words are one transposition, insertion, deletion or replacement away from another word. */
const FEWEST_LETTERS = { turned: 5, changed: 6 };
/** Longer words would have more candidate spellings than a correction is worth. */
const MOST_LETTERS = 24;
/**
 * At least this share of a shop's text must be known words. Below that an unknown word says nothing: it may be an
 * inflected form that no product's text has, or another thing that differs by a letter.
 */
const LEAST_KNOWN = 2 / 3;
/** Characters of the shop's first texts that are examined. */
const SAMPLE = 20_000;
/** Longer texts are clear enough without it. */
const MOST_WORDS = 40;
/** The same words as terms. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const LETTERS_ONLY = /^\p{L}+$/u;
/** Scripts with few letters, each typed by a key: a slip gives another letter of the same script. */
const ALPHABETS = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Armenian', 'Georgian'].map(
  (script) => new RegExp(`^\\p{sc=${script}}$`, 'u'),
);

/** A text in the words of a shop, and the words that were taken for misspellings of others. */
export interface Reading {
  text: string;
  respelt: { word: string; read: string }[];
}

/** The position in the original text that corresponds to `end` in its reading. */
export function writtenUpTo(written: string, { text }: Reading, end: number): number {
  if (text === written) return end;
  const words = [...text.matchAll(WORD)];
  const begun = words.findLastIndex(({ index }) => index < end);
  if (begun < 0) return end;
  // Only words were changed, one by one; what lies between them is unchanged.
  const [from, word] = [words[begun], [...written.matchAll(WORD)][begun]];
  const within = end - from.index;
  const beyond = within - from[0].length;
  return word.index + (beyond >= 0 ? word[0].length + beyond : Math.min(within, word[0].length));
}

/**
 * The spelling of a shop: the words in its products' texts, and the pairs of words. A text from outside is normalised
 * to it, so that a typing error, or a plural instead of a singular, still finds the intended neighbours.
 */
export class Spelling {
  /** By code unit: whether a word contains it. */
  private readonly held = new Uint8Array(1 << 16);
  /** By alphabet: those of its letters that occur. */
  private readonly letters = new Map<RegExp, string[]>();
  /** The first texts. */
  private readonly sample: string[] = [];
  private sampled = 0;
  /** The last result for the sample. */
  private told: { isWord: IsWord; sampled: number; mostlyKnown: boolean } | null = null;

  /** `words` indexes the texts by `wordTerms`. */
  constructor(private readonly words: TextIndex) {}

  /** Call it for each text that is added to the index. */
  note(text: string): void {
    if (this.sampled < SAMPLE) {
      this.sample.push(text);
      this.sampled += text.length;
    }
    const lower = text.toLowerCase();
    for (let at = 0; at < lower.length; at++) {
      const code = lower.charCodeAt(at);
      if (this.held[code]) continue;
      this.held[code] = 1;
      this.letters.clear();
    }
  }

  /** A text no longer belongs to the shop: none of its words is kept. */
  forget(text: string): void {
    const at = this.sample.indexOf(text);
    if (at < 0) return;
    this.sample.splice(at, 1);
    this.sampled -= text.length;
    this.told = null;
  }

  /**
   * The text in the shop's words. Of a word's singular and plural that is read which more texts hold after the word before,
   * or hold at all. A word of neither that is none of the language is read as the one that a single slip makes of it, where
   * there is one and `isWord` knows the language of the shop. A text that the index holds itself, as `own`, does not count.
   */
  read(text: string, isWord: IsWord, own: string | null = null): Reading {
    return this.reader(isWord, own)(text);
  }

  /** Reads several texts of the same words, each of which is looked for once. */
  reader(isWord: IsWord, own: string | null = null): (text: string) => Reading {
    const ownTerms = new Set(own === null ? [] : wordTerms(own));
    const texts = (term: number) => this.words.textsWith(term) - (ownTerms.has(term) ? 1 : 0);
    const meant = new Map<string, string | null>();
    const meantBy = (word: string): string | null => {
      const known = meant.get(word);
      if (known !== undefined) return known;
      const found = this.meantBy(word, texts, isWord);
      meant.set(word, found);
      return found;
    };
    return (text) => readAs(text, texts, meantBy);
  }

  /** The word of the shop of which an unknown one is a misspelling; null if there is none. */
  private meantBy(word: string, texts: TextsWith, isWord: IsWord): string | null {
    if (word.length < FEWEST_LETTERS.turned || word.length > MOST_LETTERS) return null;
    if (!this.isMostlyKnown(isWord) || singularsOf(word).some(isWord)) return null;
    const found = this.nearest(turned(word), texts);
    if (found !== null || word.length < FEWEST_LETTERS.changed) return found;
    return this.nearest(changed(word, this.lettersLike(word[0])), texts);
  }

  private isMostlyKnown(isWord: IsWord): boolean {
    const { sample, sampled } = this;
    if (this.told?.isWord !== isWord || this.told.sampled !== sampled)
      this.told = { isWord, sampled, mostlyKnown: knownShare(sample, isWord) >= LEAST_KNOWN };
    return this.told.mostlyKnown;
  }

  /** Terms are hashes that different words may share: check that a text really contains the word. */
  private nearest(words: Iterable<string>, texts: TextsWith): string | null {
    return mostHeld(words, (word) => {
      const term = lettersTerm(word);
      const count = texts(term);
      return count > 0 && this.words.someTextWith(term)?.toLowerCase().includes(word) ? count : 0;
    });
  }

  /** The letters of a letter's alphabet that occur in texts. */
  private lettersLike(letter: string): readonly string[] {
    const alphabet = ALPHABETS.find((each) => each.test(letter));
    if (!alphabet) return [];
    const known = this.letters.get(alphabet);
    if (known) return known;
    const letters = [...this.held.keys()]
      .filter((code) => this.held[code])
      .map((code) => String.fromCharCode(code))
      .filter((each) => LETTERS_ONLY.test(each) && alphabet.test(each));
    this.letters.set(alphabet, letters);
    return letters;
  }
}

type TextsWith = (term: number) => number;

function readAs(text: string, texts: TextsWith, meantBy: (word: string) => string | null): Reading {
  const respelt: Reading['respelt'] = [];
  if (text.length > 2 * MOST_WORDS && (text.match(WORD)?.length ?? 0) > MOST_WORDS) return { text, respelt };
  let before: number | null = null;
  const read = text.replace(WORD, (word) => {
    const lower = word.toLowerCase();
    const isSpelt = LETTERS_ONLY.test(lower) && !UNSPACED.test(lower);
    const spelt = isSpelt ? speltAs(lower, before, texts, meantBy) : lower;
    before = isSpelt ? lettersTerm(spelt) : lastWordTerm(spelt);
    if (spelt === lower) return word;
    if (!numbersOf(lower).includes(spelt)) respelt.push({ word, read: spelt });
    return inCaseOf(word, spelt);
  });
  return { text: read, respelt };
}

function speltAs(
  word: string,
  before: number | null,
  texts: TextsWith,
  meantBy: (word: string) => string | null,
): string {
  const known = inNumber(word, before, texts);
  if (known !== null) return known;
  const meant = meantBy(word);
  return meant === null ? word : (inNumber(meant, before, texts) ?? meant);
}

/**
 * A known word's usual number (singular or plural), after a word of the term `before`; null for a word that no text has
 * in either.
 */
function inNumber(word: string, before: number | null, texts: TextsWith): string | null {
  const numbers = numbersOf(word);
  const terms = numbers.map(lettersTerm);
  const afterIt = before === null ? null : mostHeld(numbers, (_, at) => texts(pairTerm(before, terms[at])));
  return afterIt ?? mostHeld(numbers, (_, at) => texts(terms[at]));
}

/** The first among equals; null if none occurs. */
function mostHeld(words: Iterable<string>, textsOf: (word: string, at: number) => number): string | null {
  let [best, most] = [null as string | null, 0];
  let at = 0;
  for (const word of words) {
    const texts = textsOf(word, at++);
    if (texts > most) [best, most] = [word, texts];
  }
  return best;
}

/** Of the four typing errors (Damerau 1964), transposed letters: the most reliable one. */
function* turned(word: string): Generator<string> {
  for (let at = 1; at < word.length - 1; at++)
    yield word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

/**
 * The other three: a letter missing, added or replaced. The first letter is rarely wrong, and a different end is mostly
 * another word.
 */
function* changed(word: string, letters: readonly string[]): Generator<string> {
  for (let at = 1; at < word.length; at++) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    if (tail.length > 1) yield head + tail.slice(1);
    for (const letter of letters) {
      yield head + letter + tail;
      if (tail.length > 1) yield head + letter + tail.slice(1);
    }
  }
}

function inCaseOf(word: string, read: string): string {
  if (word === word.toLowerCase()) return read;
  if (word === word.toUpperCase()) return read.toUpperCase();
  return read[0].toUpperCase() + read.slice(1);
}
