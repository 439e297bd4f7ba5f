import { UNSPACED } from '../../common/unspaced';
import { type IsWord, knownShare } from './knownWords';
import { lastWordTerm, lettersTerm, pairTerm, wordTerms } from './terms';
import type { TextIndex } from './textIndex';
import { numbersOf, singularsOf } from './wordNumbers';

/** Of shorter words too many are two letters' turn away from another, or a letter less, more or other. */
const FEWEST_LETTERS = { turned: 5, changed: 6 };
/** Of longer ones more spellings would be tried than a slip is worth. */
const MOST_LETTERS = 24;
/**
 * So much of what a shop writes must be words that are known as such, or not being known says nothing: an inflected form
 * that no product's text holds, or another thing by a letter, is a word as well.
 */
const LEAST_KNOWN = 2 / 3;
/** Characters of the shop's first texts that tell. */
const SAMPLE = 20_000;
/** Longer texts say enough without it. */
const MOST_WORDS = 40;
/** As terms are parted. */
const WORD = /[\p{L}\p{M}\p{N}]+/gu;
const LETTERS_ONLY = /^\p{L}+$/u;
/** Scripts of few letters, each typed by a key: a slip gives another letter of the same. */
const ALPHABETS = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Armenian', 'Georgian'].map(
  (script) => new RegExp(`^\\p{sc=${script}}$`, 'u'),
);

/** A text in the words of a shop, and the words that were taken for slips of others. */
export interface Reading {
  text: string;
  respelt: { word: string; read: string }[];
}

/** Where in the text as it was written lies what ends at `end` of its reading. */
export function writtenUpTo(written: string, { text }: Reading, end: number): number {
  if (text === written) return end;
  const words = [...text.matchAll(WORD)];
  const begun = words.findLastIndex(({ index }) => index < end);
  if (begun < 0) return end;
  // Words alone were read otherwise, one by one; what lies between them is as it was.
  const [from, word] = [words[begun], [...written.matchAll(WORD)][begun]];
  const within = end - from.index;
  const beyond = within - from[0].length;
  return word.index + (beyond >= 0 ? word[0].length + beyond : Math.min(within, word[0].length));
}

/**
 * How a shop writes: which words its products' texts hold, and which pairs. A text from outside is read as the shop would
 * have written it, so that a slip of a key, or a plural for a singular, leaves it with the neighbours that it means.
 */
export class Spelling {
  /** By code unit: whether a word holds it. */
  private readonly held = new Uint8Array(1 << 16);
  /** By alphabet: its letters among them. */
  private readonly letters = new Map<RegExp, string[]>();
  /** The first texts. */
  private readonly sample: string[] = [];
  private sampled = 0;
  /** What the sample came to when it was last looked at. */
  private told: { isWord: IsWord; sampled: number; mostlyKnown: boolean } | null = null;

  /** `words` indexes the texts by `wordTerms`. */
  constructor(private readonly words: TextIndex) {}

  /** Takes note of a text that is put into the index. */
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

  /** A text that was taken note of is no longer one of the shop's: no word of it stays. */
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

  /** The word of the shop that an unknown one is a slip of; null where it is none. */
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

  /** Terms are numbers that different words may share: a text must really hold the word. */
  private nearest(words: Iterable<string>, texts: TextsWith): string | null {
    return mostHeld(words, (word) => {
      const term = lettersTerm(word);
      const count = texts(term);
      return count > 0 && this.words.someTextWith(term)?.toLowerCase().includes(word) ? count : 0;
    });
  }

  /** The letters of a letter's alphabet that texts hold. */
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

/** A known word's usual number, after a word of the term `before`; null for a word that no text holds in either. */
function inNumber(word: string, before: number | null, texts: TextsWith): string | null {
  const numbers = numbersOf(word);
  const terms = numbers.map(lettersTerm);
  const afterIt = before === null ? null : mostHeld(numbers, (_, at) => texts(pairTerm(before, terms[at])));
  return afterIt ?? mostHeld(numbers, (_, at) => texts(terms[at]));
}

/** Of equals the first; null where none is held. */
function mostHeld(words: Iterable<string>, textsOf: (word: string, at: number) => number): string | null {
  let [best, most] = [null as string | null, 0];
  let at = 0;
  for (const word of words) {
    const texts = textsOf(word, at++);
    if (texts > most) [best, most] = [word, texts];
  }
  return best;
}

/** Of the four slips that a word is mistyped by (Damerau 1964), two letters in each other's place: the most telling one. */
function* turned(word: string): Generator<string> {
  for (let at = 1; at < word.length - 1; at++)
    yield word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
}

/** The other three: a letter less, more, or another. The first is hardly ever missed, and another end is mostly another word. */
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
