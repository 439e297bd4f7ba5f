import { Random } from '../../common/random';
import type { TextVectors } from '../../training/encoder/textVectors';

/**
 * Vectors and words in which every one of these texts is replaced by another of them, so that they say nothing about a
 * product while everything else stays the same. Other texts are not changed.
 */
export function shuffledVectors(vectors: TextVectors, texts: Iterable<string>, seed: number): TextVectors {
  const own = [...new Set(texts)].sort();
  const others = new Random(seed).shuffle([...own]);
  const places = new Map(own.map((text, i) => [text, others[i]]));
  const standIn = (text: string) => places.get(text) ?? text;
  return {
    dimension: vectors.dimension,
    vectorOf: (text) => vectors.vectorOf(standIn(text)),
    standIn,
  };
}
