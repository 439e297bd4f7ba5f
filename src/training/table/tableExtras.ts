import { frequentLevels, levelAmong } from '../../features/categoryLevels';
import { cellLevels, type Extras } from '../../features/featureVector';
import type { TableRow } from '../../ingest/readTable';
import { separatorOf } from './separatorOf';

/**
 * Levels of a category with fewer rows than these count as unseen, from which the effect of unseen levels is learnt.
 */
const FEWEST_OF_LEVEL = 3;
/** A category may have one level per so many rows of the table, within these bounds. */
const LEVELS = { rows: 20, least: 32, most: 200 };

/** By category what separates the values of its cells, of those that hold several. */
export type Separators = Readonly<Record<string, string>>;

/** The columns of a table besides its texts. */
export interface TableColumns {
  numeric: readonly string[];
  categorical: readonly string[];
  /** Not given: as the rows show. */
  separators?: Separators;
}

export function separatorsOf(rows: readonly TableRow[], categorical: readonly string[]): Separators {
  return Object.fromEntries(
    categorical.flatMap((name) => {
      const separator = separatorOf(rows.flatMap(({ record }) => cellLevels(record, name, {})));
      return separator === null ? [] : [[name, separator]];
    }),
  );
}

/** The further columns of a table, and the category levels that get a column of their own. */
export function tableExtras(
  rows: readonly TableRow[],
  { numeric, categorical, separators = separatorsOf(rows, categorical) }: TableColumns,
): Extras {
  const most = Math.min(LEVELS.most, Math.max(LEVELS.least, Math.floor(rows.length / LEVELS.rows)));
  const own = Object.keys(separators).length > 0 ? { separators } : {};
  const levels = categorical.map((name) => [
    name,
    frequentLevels(
      rows.flatMap(({ record }) => cellLevels(record, name, own)),
      { fewest: FEWEST_OF_LEVEL, most },
    ),
  ]);
  return { numeric, categories: Object.fromEntries(levels), ...own };
}

/** Which categories have several values a cell, and how many levels have no column of their own, in words. */
export function notesOnLevels(rows: readonly TableRow[], extras: Extras): string[] {
  return [...splitCells(extras), ...foldedLevels(rows, extras)];
}

function splitCells({ categories, separators = {} }: Extras): string[] {
  return Object.entries(separators).map(
    ([name, separator]) =>
      `${name} holds several values a cell, separated by '${separator}': each of ${categories[name].length} counts by itself`,
  );
}

function foldedLevels(rows: readonly TableRow[], extras: Extras): string[] {
  return Object.entries(extras.categories).flatMap(([name, own]) => {
    const others = rows
      .map(({ record }) =>
        cellLevels(record, name, extras).filter((level) => levelAmong(own, level) === null),
      )
      .filter((levels) => levels.length > 0);
    if (others.length === 0) return [];
    const levels = new Set(others.flat()).size;
    return [
      `${name}: ${own.length} levels count by themselves, ${levels} rarer ones of ${others.length} rows together`,
    ];
  });
}
