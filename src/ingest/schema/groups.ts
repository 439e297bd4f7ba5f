import type { GroupPlaces } from '../values/groupCells';

/** Share of rows that are not the first of their group. */
const FEWEST_FURTHER = 5;
const FURTHER = 0.05;
const NEARLY_ALL = 0.98;

type Rows = readonly (readonly string[])[];

/**
 * How a file marks groups of rows, such as orders, with columns filled in only on the first row: empty on nearly all
 * further rows, or, like the time of a cancellation, on some. Each group occurs once. Null if there are none.
 */
export function groupsIn(columns: readonly string[], rows: Rows): GroupPlaces | null {
  const isFilled = (row: readonly string[], at: number) => row[at].trim() !== '';
  const share = (of: Rows, at: number) => of.filter((row) => isFilled(row, at)).length / of.length;
  const groupsBy = (by: number, isFurther: (row: readonly string[], line: number) => boolean) => {
    const further = rows.filter(isFurther);
    const first = rows.filter((row, line) => !isFurther(row, line));
    if (further.length < FEWEST_FURTHER || further.length < FURTHER * rows.length) return null;
    if (share(first, by) < NEARLY_ALL || distinct(first, by) < NEARLY_ALL * first.length) return null;
    const once = columns.flatMap((column, at) =>
      column !== '' && share(further, at) <= 1 - NEARLY_ALL && share(first, at) > 0 ? [at] : [],
    );
    return once.some((at) => at !== by && share(first, at) >= NEARLY_ALL) ? { by, once } : null;
  };
  const places = columns.flatMap((column, at) => (column === '' ? [] : [at]));
  places.sort((a, b) => distinct(rows, b) - distinct(rows, a));
  const repeating = places.map((at) =>
    groupsBy(
      at,
      (row, line) => line > 0 && isFilled(row, at) && row[at].trim() === rows[line - 1][at].trim(),
    ),
  );
  const emptying = places.map((at) => groupsBy(at, (row, line) => line > 0 && !isFilled(row, at)));
  return [...repeating, ...emptying].find((groups) => groups !== null) ?? null;
}

function distinct(rows: Rows, at: number): number {
  return new Set(rows.map((row) => row[at])).size;
}
