import { partsOf, UNSPACED } from '../../common/unspaced';

/** A word of a text, or several words of a long text. */
export interface WordSpan {
  field: 'description' | 'promo_text';
  word: string;
  /** [start, end) in the field, in UTF-16 units like JavaScript strings. */
  start: number;
  end: number;
}

/** Longer texts are explained by groups of words, so that the work stays bounded. */
const MOST_SPANS = 32;
const SPACED_WORD = /[\p{L}\p{N}][^\s,;:.!?()"、。，；：！？（）]*/gu;

/** The words of a text without what joins them; at most 32 spans. */
export function wordSpans(field: WordSpan['field'], text: string): WordSpan[] {
  const words = [...text.matchAll(SPACED_WORD)].flatMap(({ 0: run, index }) =>
    partsOf(run).map(({ start, end }) => ({ start: index + start, end: index + end })),
  );
  const size = Math.ceil(words.length / MOST_SPANS) || 1;
  const spans: WordSpan[] = [];
  for (let from = 0; from < words.length; from += size) {
    const { start } = words[from];
    const { end } = words[Math.min(from + size, words.length) - 1];
    spans.push({ field, word: text.slice(start, end), start, end });
  }
  return spans;
}

/** The text without a span. */
export function without(text: string, { word, start, end }: WordSpan): string {
  const joint = UNSPACED.test(word) ? '' : ' ';
  return `${text.slice(0, start)}${joint}${text.slice(end)}`.replace(/\s+/g, ' ').trim();
}

/** Characters [start, end) of a text in code points, which most other languages count. */
export function codePoints(text: string, { start, end }: Pick<WordSpan, 'start' | 'end'>) {
  const before = [...text.slice(0, start)].length;
  return { start: before, end: before + [...text.slice(start, end)].length };
}
