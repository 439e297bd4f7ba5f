import { singularsOf } from './wordNumbers';

/** Whether a word belongs to the language, even if no product's text has it. */
export type IsWord = (word: string) => boolean;

const WORD = /[\p{L}\p{M}]+/gu;

/**
 * The share of the texts' letters in words of the language, 0 to 1: for English shops of 20 products .69 to .94 with
 * the tokens of the English encoder, for those in eleven other languages .37 and less. 1 without letters.
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
