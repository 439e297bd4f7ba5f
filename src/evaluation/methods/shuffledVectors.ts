import { Random } from '../../common/random';
import type { TextVectors } from '../../training/encoder/textVectors';

/**
 * Vectors in which every one of these texts stands for another of them, so that words say nothing about a product while
 * all else stays as it is. Other texts keep their own vectors.
 */
export function shuffledVectors(vectors: TextVectors, texts: Iterable<string>, seed: number): TextVectors {
  const own = [...new Set(texts)].sort();
  const others = new Random(seed).shuffle([...own]);
  const standIn = new Map(own.map((text, i) => [text, others[i]]));
  return {
    dimension: vectors.dimension,
    vectorOf: (text) => vectors.vectorOf(standIn.get(text) ?? text),
  };
}
