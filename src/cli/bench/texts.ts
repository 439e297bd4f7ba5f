import { readFileSync } from 'node:fs';
import { ShelfcastError } from '../../contract/errors';
import { generateDemoShop } from '../../demoShop/generate';
import { Random } from '../../common/random';

/** Real texts: the lines of a file, or the demo shop's descriptions. Throws ShelfcastError if a file has none. */
export function realTexts(file: string | undefined): string[] {
  if (!file) return [...new Set(generateDemoShop().map(({ description }) => description))];
  const lines = readFileSync(file, 'utf8').split('\n');
  const texts = [...new Set(lines.map((line) => line.trim()).filter(Boolean))];
  if (texts.length === 0) throw new ShelfcastError('invalid', `${file} holds no text; give one a line`);
  return texts;
}

/** No further texts exist once this many repeats were drawn for each text wanted. */
const PATIENCE = 20;

/** Gives `count` texts that it has not given before. */
export type TextSource = (count: number) => string[];

/**
 * Distinct texts with the lengths and words of the real ones, so that neither the cache nor the sharing of identical
 * texts affects the figures. The source throws ShelfcastError if the real texts are too few and too short.
 */
export function textSource(real: readonly string[], seed: number): TextSource {
  const random = new Random(seed);
  const words = real.flatMap((text) => text.split(/\s+/));
  const given = new Set<string>();
  return (count) => {
    const texts: string[] = [];
    for (let drawn = 0; texts.length < count; drawn++) {
      if (drawn > PATIENCE * count) {
        const made = `the words of the texts make only ${given.size} different ones`;
        throw new ShelfcastError('invalid', `${made}; give more, or measure for a shorter time`);
      }
      const { length } = real[random.below(real.length)].split(/\s+/);
      const text = Array.from({ length }, () => words[random.below(words.length)]).join(' ');
      if (given.has(text)) continue;
      given.add(text);
      texts.push(text);
    }
    return texts;
  };
}

export function distinctTexts(real: readonly string[], count: number, seed: number): string[] {
  return textSource(real, seed)(count);
}

const MIXED_SEED = 5;

/** About half with `short` and half with `long` tokens, in random order. */
export function mixedTexts(real: readonly string[], count: number, short: number, long: number): string[] {
  const random = new Random(MIXED_SEED);
  // Each word of the pool is a single token, so lengths are as asked.
  const words = [...new Set(real.flatMap((text) => text.toLowerCase().match(/\b[a-z]{3,6}\b/g) ?? []))];
  return Array.from({ length: count }, () => {
    const tokens = (random.uniform() < 0.5 ? short : long) - 2;
    return Array.from({ length: tokens }, () => words[random.below(words.length)]).join(' ');
  });
}
