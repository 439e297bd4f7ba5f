/** Most levels of a category that get a column of their own. */
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

/** The levels of a cell, sorted: its different parts, or itself without a separator; none if unknown. */
export function levelsOf(cell: number | string | null | undefined, separator?: string): string[] {
  if (cell === null || cell === undefined) return [];
  if (separator === undefined) return [String(cell)];
  const parts = String(cell)
    .split(separator)
    .map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))].sort();
}

const spellings = new WeakMap<object, ReadonlyMap<string, string | null>>();

/**
 * The level in `known` that matches: the same, or the only one that differs just in case, spaces or Unicode form; null
 * for none. `known` must not change.
 */
export function levelAmong(
  known: readonly string[] | ReadonlyMap<string, unknown>,
  level: string,
): string | null {
  const byName = 'get' in known;
  if (byName ? known.has(level) : known.includes(level)) return level;
  const folded = spellings.get(known) ?? bySpelling(byName ? known.keys() : known);
  spellings.set(known, folded);
  return folded.get(foldedLevel(level)) ?? null;
}

/** By normalised spelling the level that has it; null if several have. */
function bySpelling(levels: Iterable<string>): Map<string, string | null> {
  const folded = new Map<string, string | null>();
  for (const level of levels) {
    const key = foldedLevel(level);
    folded.set(key, folded.has(key) ? null : level);
  }
  return folded;
}

function foldedLevel(level: string): string {
  return level.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
