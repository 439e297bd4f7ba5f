/** A word of a text, or several where the text is long. */
export interface WordSpan {
  field: 'description' | 'promo_text';
  word: string;
  /** Characters [start, end) of the field. */
  start: number;
  end: number;
}

/** Longer texts are explained by groups of words, so that the work stays bounded. */
const MOST_SPANS = 32;

/** The words of a text with what joins them left out; at most 32 spans. */
export function wordSpans(field: WordSpan['field'], text: string): WordSpan[] {
  const words = [...text.matchAll(/[\p{L}\p{N}][^\s,;:.!?()"]*/gu)];
  const size = Math.ceil(words.length / MOST_SPANS) || 1;
  const spans: WordSpan[] = [];
  for (let from = 0; from < words.length; from += size) {
    const last = words[Math.min(from + size, words.length) - 1];
    const start = words[from].index;
    const end = last.index + last[0].length;
    spans.push({ field, word: text.slice(start, end), start, end });
  }
  return spans;
}

/** The text without a span. */
export function without(text: string, { start, end }: WordSpan): string {
  return `${text.slice(0, start)} ${text.slice(end)}`.replace(/\s+/g, ' ').trim();
}
