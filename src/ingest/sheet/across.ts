import { type Found, found } from '../../contract/findings';
import { dayInEitherOrder, serialDayOf } from '../values/day';

/** Fewest columns named by dates in a sheet with weeks or days side by side. */
const FEWEST = 3;
/** Cells that mean that nothing was sold. */
const NOTHING = /^\s*[-–—]?\s*$/;
/** Names of the columns made from the dates and their cells. */
const ACROSS = { date: 'date', target: 'sales' } as const;

/** A sheet with weeks or days side by side, one column each, such as a pivot table. */
export interface Across {
  /** The other columns, and those of the date and the units. */
  columns: string[];
  /** One row per non-empty cell. */
  rowsOf(cells: readonly string[]): string[][];
  /** The cells of the other columns. */
  othersOf(cells: readonly string[]): string[];
  understood: Found;
}

/**
 * How to convert the dates of a header to rows; null if it has too few, has one twice, or if `wanted` names such
 * columns.
 */
export function acrossOf(header: readonly string[], wanted: readonly string[]): Across | null {
  const places = datedColumns(header);
  if (places.length < FEWEST || (wanted.length > 0 && !wanted.includes(ACROSS.target))) return null;
  const taken = (name: string) => header.some((column) => column.toLowerCase() === name);
  if (taken(ACROSS.date) || taken(ACROSS.target) || places.some((at) => wanted.includes(header[at])))
    return null;
  if (new Set(places.map((at) => header[at])).size < places.length) return null;
  const others = header.map((_, at) => at).filter((at) => !places.includes(at));
  const othersOf = (cells: readonly string[]) => others.map((at) => cells[at] ?? '');
  return {
    columns: [...othersOf(header), ACROSS.date, ACROSS.target],
    othersOf,
    rowsOf: (cells) =>
      places.flatMap((at) => (NOTHING.test(cells[at]) ? [] : [[...othersOf(cells), header[at], cells[at]]])),
    understood: found('read_across', { first: header[places[0]], last: header[places[places.length - 1]] }),
  };
}

/** Whether cells name columns, some of them by dates. */
export function isHeaderAcross(cells: readonly string[], isName: (cell: string) => boolean): boolean {
  const dated = datedColumns(cells);
  return dated.length >= FEWEST && cells.every((cell, at) => dated.includes(at) || isName(cell));
}

function datedColumns(header: readonly string[]): number[] {
  return header.flatMap((name, at) =>
    dayInEitherOrder(name) !== null && serialDayOf(name.trim()) === null ? [at] : [],
  );
}
