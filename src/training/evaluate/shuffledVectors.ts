import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { TextVectors } from '../fit/textVectors';

/**
 * Vectors in which every one of these texts stands for another of them, so that words say nothing about a product while
 * all else stays as it is. Other texts keep their own vectors.
 */
export function shuffledVectors(vectors: TextVectors, texts: Iterable<string>, seed: number): TextVectors {
  const own = [...new Set(texts)].sort();
  const others = [...own];
  const random = xoroshiro128plus(seed);
  for (let i = others.length - 1; i > 0; i--) {
    const j = uniformInt(random, 0, i);
    [others[i], others[j]] = [others[j], others[i]];
  }
  const standIn = new Map(own.map((text, i) => [text, others[i]]));
  return {
    dimension: vectors.dimension,
    vectorOf: (text) => vectors.vectorOf(standIn.get(text) ?? text),
  };
}
