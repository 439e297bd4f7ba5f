import { readFileSync } from 'node:fs';
import { generateDemoShop } from '../../training/demoShop/generate';

/** Real texts: one a line of a file, or the demo shop's descriptions. */
export function realTexts(file: string | undefined): string[] {
  if (!file) return [...new Set(generateDemoShop().map(({ description }) => description))];
  return [
    ...new Set(
      readFileSync(file, 'utf8')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ];
}

/**
 * Distinct texts as long as the real ones and of their words, so that neither the cache nor the sharing of identical
 * texts has a part in the figures.
 */
export function distinctTexts(real: readonly string[], count: number, seed: number): string[] {
  const random = generator(seed);
  const words = real.flatMap((text) => text.split(/\s+/));
  const texts = new Set<string>();
  while (texts.size < count) {
    const length = real[Math.floor(random() * real.length)].split(/\s+/).length;
    texts.add(Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' '));
  }
  return [...texts];
}

/** Half of `short` and half of `long` tokens or so, in random order. */
export function mixedTexts(real: readonly string[], count: number, short: number, long: number): string[] {
  const random = generator(5);
  // A pool of words that are one token each keeps the lengths as asked.
  const words = [...new Set(real.flatMap((text) => text.toLowerCase().match(/\b[a-z]{3,6}\b/g) ?? []))];
  return Array.from({ length: count }, () => {
    const tokens = (random() < 0.5 ? short : long) - 2;
    return Array.from({ length: tokens }, () => words[Math.floor(random() * words.length)]).join(' ');
  });
}

/** Mulberry32: the same texts in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
