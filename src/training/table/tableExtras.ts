import { frequentLevels, levelAmong } from '../../features/categoryLevels';
import { type Extras, levelOf } from '../../features/featureVector';
import type { TableRow } from '../../ingest/readTable';

/**
 * Levels of a category with fewer rows than these count as unseen, from which the effect of unseen levels is learnt.
 */
const FEWEST_OF_LEVEL = 3;
/** A category may have one level per so many rows of the table, within these bounds. */
const LEVELS = { rows: 20, least: 32, most: 200 };

/** The further columns of a table, and the category levels that get a column of their own. */
export function tableExtras(
  rows: readonly TableRow[],
  { numeric, categorical }: { numeric: readonly string[]; categorical: readonly string[] },
): Extras {
  const most = Math.min(LEVELS.most, Math.max(LEVELS.least, Math.floor(rows.length / LEVELS.rows)));
  const levels = categorical.map((name) => [
    name,
    frequentLevels(
      rows.map(({ record }) => record.extras[name]),
      { fewest: FEWEST_OF_LEVEL, most },
    ),
  ]);
  return { numeric, categories: Object.fromEntries(levels) };
}

/** How many levels of each category have no column of their own, in words; empty if all have one. */
export function foldedLevels(rows: readonly TableRow[], { categories }: Extras): string[] {
  return Object.entries(categories).flatMap(([name, own]) => {
    const others = rows.flatMap(({ record }) => {
      const level = levelOf(record, name);
      return level === null || levelAmong(own, level) !== null ? [] : [level];
    });
    if (others.length === 0) return [];
    const levels = new Set(others).size;
    return [
      `${name}: ${own.length} levels count by themselves, ${levels} rarer ones of ${others.length} rows together`,
    ];
  });
}
