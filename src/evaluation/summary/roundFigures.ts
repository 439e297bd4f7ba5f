const FACTOR = 1e4;

/** The same value with every number in it rounded to four decimals: more would be noise in a report. */
export function roundFigures<T>(value: T): T {
  if (typeof value === 'number') return (Math.round(value * FACTOR) / FACTOR) as T;
  if (Array.isArray(value)) return value.map(roundFigures) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, roundFigures(one)])) as T;
  }
  return value;
}
