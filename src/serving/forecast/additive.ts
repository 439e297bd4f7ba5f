/**
 * Effects of the parts of a whole, from the model's answers with each part left out and with each part alone: the mean
 * of both changes, which are the last and the first steps of Shapley's average over orders (Shapley, 1953), shifted in
 * proportion to their size so that they add up to `whole - nothing`.
 */
export function additiveEffects(
  whole: number,
  nothing: number,
  without: readonly number[],
  alone: readonly number[],
): number[] {
  const raw = without.map((value, part) => (whole - value + (alone[part] - nothing)) / 2);
  const rest = whole - nothing - raw.reduce((sum, effect) => sum + effect, 0);
  const size = raw.reduce((sum, effect) => sum + Math.abs(effect), 0);
  if (size === 0) return raw.map(() => rest / raw.length);
  return raw.map((effect) => effect + (rest * Math.abs(effect)) / size);
}
