import { mean } from '../../common/statistics';
import { levelsOf } from '../../features/categoryLevels';

/** With fewer cells, columns for single values are too many to learn from. */
const FEWEST_CELLS = 300;
/** A value is common with this many cells. */
const COMMON = 5;
/** Values that common must be this share of all. */
const SHARE_COMMON = 0.95;
/** Values a cell, at least. */
const LEAST_A_CELL = 1.2;
/** Different values for each different cell, at most. */
const MOST_FOR_CELLS = 0.5;
/** Separators, and those of them that numbers, dates and units have as well: there, values must be words. */
const SEPARATORS = ['|', ';', ',', '/'];
const IN_NUMBERS = [',', '/'];

/**
 * What stands between the values of cells such as `Drama|Comedy`; null if a cell is one value. Few values must come
 * together to many different cells: names such as `Smith, John`, sentences and paths stay whole.
 */
export function separatorOf(cells: readonly string[]): string | null {
  if (cells.length < FEWEST_CELLS) return null;
  return SEPARATORS.find((separator) => separates(cells, separator)) ?? null;
}

function separates(cells: readonly string[], separator: string): boolean {
  const split = cells.map((cell) => levelsOf(cell, separator));
  if (mean(split.map((values) => values.length)) < LEAST_A_CELL) return false;
  const counts = new Map<string, number>();
  const all = split.flat();
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size > MOST_FOR_CELLS * new Set(cells).size) return false;
  const isGood = (value: string) =>
    (counts.get(value) ?? 0) >= COMMON && (!IN_NUMBERS.includes(separator) || /^[^\d\p{P}]/u.test(value));
  return all.filter(isGood).length >= SHARE_COMMON * all.length;
}
