/** Words of letters and digits, in lower case, and pairs of neighbouring ones. */
export function wordTerms(text: string): string[] {
  const words = wordsOf(text);
  return [...words, ...words.slice(1).map((word, at) => `${words[at]} ${word}`)];
}

/** Characters that an n-gram holds. */
const GRAM = 4;
const GAP = ' '.charCodeAt(0);
const BITS = 7;
const MASK = (1 << (GRAM * BITS)) - 1;

/**
 * Runs of four characters within each word and the gaps around it, as numbers: 7 bits a character, which tells those of
 * ASCII apart and folds the others onto them. A word of one letter is one run.
 */
export function characterTerms(text: string): number[] {
  const grams: number[] = [];
  for (const word of wordsOf(text)) {
    let gram = GAP;
    for (let at = 0; at <= word.length; at++) {
      const code = at < word.length ? word.charCodeAt(at) : GAP;
      gram = ((gram << BITS) | (code & 0x7f)) & MASK;
      if (at >= GRAM - 2) grams.push(gram);
    }
    if (word.length < GRAM - 2) grams.push(gram);
  }
  return grams;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
