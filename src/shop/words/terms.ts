import { partsOf } from '../../common/unspaced';

/** Bits of a term: two of a shop's terms that collide are too rare to matter. */
const TERM_BITS = 30;
const TERM_MASK = 2 ** TERM_BITS - 1;
/** Marks belong to the letter before them: vowels of Hindi and Thai are marks. */
const IN_WORDS = /[\p{L}\p{M}\p{N}]/u;

/** Characters of an n-gram. */
const GRAM = 4;
const FIRST_OF_THAI = 0xe00;
const GAP = ' '.charCodeAt(0);
const BITS = 7;
const GRAM_MASK = (1 << (GRAM * BITS)) - 1;

/** Cache by code unit: whether it is a letter or digit, 0 if not determined yet. */
const KINDS = new Uint8Array(1 << 16);
const [IN_WORD, BETWEEN] = [1, 2];

/** Words of letters and digits, whatever their case and script, and pairs of adjacent ones. */
export function wordTerms(text: string): number[] {
  const lower = text.toLowerCase();
  const terms: number[] = [];
  eachWord(lower, (from, to) => terms.push(termOf(lower, from, to)));
  const words = terms.length;
  for (let at = 1; at < words; at++) terms.push(pairTerm(terms[at - 1], terms[at]));
  return terms;
}

/** The term of the last word of a text; null if it has none. */
export function lastWordTerm(text: string): number | null {
  const lower = text.toLowerCase();
  let term: number | null = null;
  eachWord(lower, (from, to) => (term = termOf(lower, from, to)));
  return term;
}

/** The same for a word in lower case, without marks and digits: most are one term as they are. */
export function lettersTerm(word: string): number {
  return mayLackSpaces(word, 0, word.length) ? lastWordTerm(word)! : termOf(word, 0, word.length);
}

/** The term of two adjacent words, from theirs. */
export function pairTerm(first: number, second: number): number {
  return mixed(Math.imul(first, 31) + second + 1);
}

/**
 * Character 4-grams within each run of letters and digits and the gaps around it: 7 bits a character, which
 * distinguishes ASCII and folds other characters onto it. A run of one letter is one n-gram.
 */
export function characterTerms(text: string): number[] {
  const lower = text.toLowerCase();
  const grams: number[] = [];
  eachRun(lower, (from, to) => {
    let gram = GAP;
    for (let at = from; at <= to; at++) {
      const code = at < to ? lower.charCodeAt(at) : GAP;
      gram = ((gram << BITS) | (code & 0x7f)) & GRAM_MASK;
      if (at - from >= GRAM - 2) grams.push(gram);
    }
    if (to - from < GRAM - 2) grams.push(gram);
  });
  return grams;
}

/** Calls `tell` with the start and end of each word. */
function eachWord(text: string, tell: (from: number, to: number) => void): void {
  eachRun(text, (from, to) => {
    if (!mayLackSpaces(text, from, to)) tell(from, to);
    else for (const { start, end } of partsOf(text.slice(from, to))) tell(from + start, from + end);
  });
}

/** A quick check that excludes most runs: Thai is the first of the scripts without spaces. */
function mayLackSpaces(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) >= FIRST_OF_THAI) return true;
  return false;
}

/** Calls `tell` with the start and end of each run of letters and digits. */
function eachRun(text: string, tell: (from: number, to: number) => void): void {
  let from = -1;
  for (let at = 0; at < text.length; at++) {
    if (isInWord(text, at)) {
      if (from < 0) from = at;
    } else if (from >= 0) {
      tell(from, at);
      from = -1;
    }
  }
  if (from >= 0) tell(from, text.length);
}

function isInWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code >= 0xd800 && code < 0xe000) {
    const start = code >= 0xdc00 ? at - 1 : at;
    return IN_WORDS.test(String.fromCodePoint(text.codePointAt(Math.max(0, start))!));
  }
  if (KINDS[code] === 0) KINDS[code] = IN_WORDS.test(text[at]) ? IN_WORD : BETWEEN;
  return KINDS[code] === IN_WORD;
}

/** The term of the word between two positions. */
function termOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

/** Spreads a number's bits over all bits of a term (the finaliser of MurmurHash3). */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) & TERM_MASK;
}
