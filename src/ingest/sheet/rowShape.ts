import { type Found, found } from '../../contract/findings';

/** What a record is against the header: its cells, one for each column; or none of that number, empty or not. */
export type RowShape = { cells: string[] } | 'empty' | 'ragged';

/**
 * Fits records to the header's columns. Empty cells beyond the last column, or missing below unnamed ones, change
 * nothing; any other difference may have shifted the cells, so that the record cannot be read.
 */
export function rowShape(header: readonly string[]): (cells: string[]) => RowShape {
  const columns = header.length;
  const named = header.findLastIndex((name) => name !== '') + 1;
  return (cells) => {
    if (isRule(cells)) return 'empty';
    if (cells.length === columns) return { cells };
    if (cells.every(isBlank)) return 'empty';
    if (cells.length > columns)
      return cells.slice(columns).every(isBlank) ? { cells: cells.slice(0, columns) } : 'ragged';
    if (cells.length < named) return 'ragged';
    return { cells: [...cells, ...new Array<string>(columns - cells.length).fill('')] };
  };
}

/** Why a record with another number of cells is not read. */
export function raggedReason(cells: number, columns: number): Found {
  return found(cells > columns ? 'more_values' : 'fewer_values');
}

/** Whether a record is a line that sets rows apart; single dashes are values that are missing. */
function isRule(cells: readonly string[]): boolean {
  return cells.every((cell) => /^[\s\-=_*|+]*$/.test(cell)) && cells.some((cell) => /[-=_*|+]{3}/.test(cell));
}

function isBlank(cell: string): boolean {
  return cell.trim() === '';
}
