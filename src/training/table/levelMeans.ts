import type { LevelMeans } from '../../features/featureVector';

/** Each level's mean includes this many additional rows at the overall mean. */
const LENT_ROWS = 10;

/**
 * The mean target of each level on the network's scale, shrunk towards the overall mean of 0. `levels` [R] are those of
 * each row.
 */
export function levelMeans(
  levels: readonly (readonly string[])[],
  latents: Float32Array,
  rows: readonly number[],
): LevelMeans {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const row of rows) {
    for (const level of levels[row]) {
      const { sum, count } = sums.get(level) ?? { sum: 0, count: 0 };
      sums.set(level, { sum: sum + latents[row], count: count + 1 });
    }
  }
  return new Map([...sums].map(([level, { sum, count }]) => [level, Math.fround(sum / (count + LENT_ROWS))]));
}
