const PERCENTAGE =
  /(?<!\d)(\d+(?:[.,]\d+)?)\s*(?:%|％|percent\b|per cent\b|pct\b|prozent\b|pour ?cent\b|por ?cien(?:to)?\b|procent\b)/giu;
/** A larger percentage is not a discount but a phrase ("100% cotton"). */
export const DEEPEST = 0.95;
/** Replaces a percentage when a promotion's text is embedded. */
const ANY_DEPTH = 'percent';

/** The largest discount share that a promotion's text names as a percentage, in (0, .95]; null if it names none. */
export function promotionDepth(text: string | null): number | null {
  const shares = [...(text ?? '').matchAll(PERCENTAGE)]
    .map(([, number]) => Number(number.replace(',', '.')) / 100)
    .filter((share) => share > 0 && share <= DEEPEST);
  return shares.length > 0 ? Math.max(...shares) : null;
}

/**
 * The text with a fixed word for every percentage that may be a discount: the depth counts as a number, not as words.
 */
export function withoutDepth(text: string): string {
  return text.replace(PERCENTAGE, (found: string, number: string) =>
    promotionDepth(`${number}%`) === null ? found : ANY_DEPTH,
  );
}

/** How many characters of a text correspond to the first `fitted` ones of the same text without its depth. */
export function fittedWithDepth(text: string, fitted: number): number {
  let shorter = 0;
  for (const { 0: found, index } of text.matchAll(PERCENTAGE)) {
    const embedded = withoutDepth(found);
    if (index - shorter + embedded.length > fitted) break;
    shorter += found.length - embedded.length;
  }
  return Math.min(text.length, fitted + shorter);
}
