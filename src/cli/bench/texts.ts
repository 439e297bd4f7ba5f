import { readFileSync } from 'node:fs';
import { ShelfcastError } from '../../contract/errors';
import { generateDemoShop } from '../../demoShop/generate';
import { Random } from '../../common/random';

/** Real texts: one a line of a file, or the demo shop's descriptions. Throws ShelfcastError where a file has none. */
export function realTexts(file: string | undefined): string[] {
  if (!file) return [...new Set(generateDemoShop().map(({ description }) => description))];
  const lines = readFileSync(file, 'utf8').split('\n');
  const texts = [...new Set(lines.map((line) => line.trim()).filter(Boolean))];
  if (texts.length === 0) throw new ShelfcastError('invalid', `${file} holds no text; give one a line`);
  return texts;
}

/** Drawn texts of which so many have been there before, for each one wanted, show that there are no further ones. */
const PATIENCE = 20;

/** Gives so many texts that it has not given before. */
export type TextSource = (count: number) => string[];

/**
 * Distinct texts as long as the real ones and of their words, so that neither the cache nor the sharing of identical
 * texts has a part in the figures. The source throws ShelfcastError where the real ones are too few and short.
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

/** The first texts of a source. */
export function distinctTexts(real: readonly string[], count: number, seed: number): string[] {
  return textSource(real, seed)(count);
}

const MIXED_SEED = 5;

/** Half of `short` and half of `long` tokens or so, in random order. */
export function mixedTexts(real: readonly string[], count: number, short: number, long: number): string[] {
  const random = new Random(MIXED_SEED);
  // A pool of words that are one token each keeps the lengths as asked.
  const words = [...new Set(real.flatMap((text) => text.toLowerCase().match(/\b[a-z]{3,6}\b/g) ?? []))];
  return Array.from({ length: count }, () => {
    const tokens = (random.uniform() < 0.5 ? short : long) - 2;
    return Array.from({ length: tokens }, () => words[random.below(words.length)]).join(' ');
  });
}
