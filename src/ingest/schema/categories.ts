import { skuKey } from '../../common/sku';
import { isMissing } from '../values/missing';
import { isNamed } from './columnNames';

/** Share of products that must have the same level in all their rows. */
const CONSTANT = 0.95;
/** Most levels, and fewest products per level on average, of a column that is not recognised by its name. */
const MOST_LEVELS = 50;
const FEWEST_SHARING = 3;
const LETTERS = /\p{L}{2}|\p{Script=Han}/u;

/**
 * Columns with groups of products: each product has one level, and levels are shared. For a name such as "category" one
 * shared level is enough; any other column must have few levels, in words.
 */
export function categoryColumns(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  sku: string,
): string[] {
  const skus = rows.map((row) => skuKey(row[columns.indexOf(sku)]));
  return columns.filter((column, at) => {
    if (column === '' || column === sku) return false;
    const levelsOf = new Map<string, Set<string>>();
    rows.forEach((row, line) => {
      const level = row[at].trim();
      if (!isMissing(level)) levelsOf.set(skus[line], (levelsOf.get(skus[line]) ?? new Set()).add(level));
    });
    const constant = [...levelsOf.values()].filter((own) => own.size === 1);
    const levels = new Set([...levelsOf.values()].flatMap((own) => [...own]));
    if (levelsOf.size === 0 || constant.length < CONSTANT * levelsOf.size) return false;
    if (isNamed(column, 'category')) return levels.size < levelsOf.size;
    const isFew = levels.size <= MOST_LEVELS && levels.size * FEWEST_SHARING <= levelsOf.size;
    return levels.size > 1 && isFew && [...levels].every((level) => LETTERS.test(level));
  });
}
