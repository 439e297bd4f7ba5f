import type { PackedTokens } from '../contract/messages';

/** Concatenates the ids of several texts. */
export function packTokens(texts: readonly Int32Array[]): PackedTokens {
  const lengths = Int32Array.from(texts, ({ length }) => length);
  const ids = new Int32Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const text of texts) {
    ids.set(text, at);
    at += text.length;
  }
  return { ids, lengths };
}
