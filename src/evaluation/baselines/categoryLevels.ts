/** Categories with more levels than these keep the most frequent ones. */
const MAX_LEVELS = 50;

/** The most frequent texts of a column, most frequent first; numbers and missing values do not count. */
export function frequentLevels(values: Iterable<number | string | null | undefined>): string[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MAX_LEVELS)
    .map(([level]) => level);
}
