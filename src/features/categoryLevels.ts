/** Levels of a category that get a column of their own at most. */
const MOST_LEVELS = 32;

/**
 * The most frequent levels of a category that occur at least `fewest` times, at most `most` of them, in alphabetical
 * order; missing ones (null) do not count.
 */
export function frequentLevels(
  values: Iterable<number | string | null | undefined>,
  { most = MOST_LEVELS, fewest = 1 } = {},
): string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (value !== null && value !== undefined)
      counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= fewest)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([level]) => level)
    .sort();
}
