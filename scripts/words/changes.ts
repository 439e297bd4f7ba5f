import type { Random } from '../../src/common/random';

/** A change of a product's words. */
export interface Change {
  name: string;
  /** The text itself where there is nothing to change. */
  apply(text: string, random: Random): string;
}

const SIZE =
  /\b(set of \d+|pack of \d+|box of \d+|\d+(?:\.\d+)? ?(?:cm|mm|ml|l|g|kg|oz|lb|ct|pk|inch|pieces?))\b/i;
const LONG_WORD = 5;

/** What means the same, or nearly. */
export const SMALL_CHANGES: readonly Change[] = [
  { name: 'plural or singular', apply: otherNumber },
  { name: 'lower case', apply: (text) => text.toLowerCase() },
  { name: 'upper case', apply: (text) => text.toUpperCase() },
  {
    name: 'capitals',
    apply: (text) => text.toLowerCase().replace(/(^|\s)\p{L}/gu, (start) => start.toUpperCase()),
  },
  { name: 'place of a size', apply: sizeElsewhere },
  { name: 'one typing error', apply: typingError },
];

/** What says something else. */
export const TELLING_CHANGES: readonly Change[] = [
  { name: 'set of 100', apply: (text) => `set of 100 ${text}` },
  { name: 'cheap', apply: (text) => `cheap ${text}` },
  { name: 'luxury', apply: (text) => `luxury ${text}` },
  { name: 'not', apply: (text) => `not ${text}` },
];

/** The last word gets an s, or loses it. */
function otherNumber(text: string): string {
  const found = /(\p{L}{3,})(\P{L}*)$/u.exec(text);
  if (!found) return text;
  const [, word, rest] = found;
  const upper = word === word.toUpperCase();
  const other = /[^s]s$/i.test(word)
    ? word.slice(0, -1)
    : /s$/i.test(word)
      ? word
      : word + (upper ? 'S' : 's');
  return text.slice(0, found.index) + other + rest;
}

/** A size from the beginning goes to the end, any other to the beginning. */
function sizeElsewhere(text: string): string {
  const found = SIZE.exec(text);
  if (!found) return text;
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
  const words = rest.replaceAll(/\s+/g, ' ').replaceAll(/^[\s,]+|[\s,]+$/g, '');
  if (words === '') return text;
  return found.index === 0 ? `${words} ${found[0]}` : `${found[0]} ${words}`;
}

/** Two letters within a long word change places. */
function typingError(text: string, random: Random): string {
  const words = [...text.matchAll(/\p{L}+/gu)].filter(([word]) => word.length >= LONG_WORD);
  if (words.length === 0) return text;
  const word = random.pick(words);
  const at = word.index + 1 + random.below(word[0].length - 3);
  return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2);
}
