/** A character of a script that writes its words without spaces between them. */
export const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** Created on first use: its dictionaries take time to load. */
let segmenter: Intl.Segmenter | undefined;

/**
 * [start, end) of the words in a run of letters and digits, in UTF-16 units: a single one in scripts that separate
 * words by spaces. Others are split by the rules of Unicode and the dictionaries of ICU (Unicode Standard Annex 29).
 */
export function partsOf(run: string): { start: number; end: number }[] {
  if (!UNSPACED.test(run)) return [{ start: 0, end: run.length }];
  segmenter ??= new Intl.Segmenter('und', { granularity: 'word' });
  return [...segmenter.segment(run)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment, index }) => ({ start: index, end: index + segment.length }));
}
