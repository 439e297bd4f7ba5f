import { type Found, found } from '../../contract/findings';

/** A record compared with the header: its cells, one per column; or a wrong number of cells, empty or not. */
export type RowShape = { cells: string[] } | 'empty' | 'ragged';

/**
 * Fits records to the header's columns. Extra empty cells, or missing cells in unnamed columns, are ignored; with any
 * other difference the cells may be shifted, so the record is not used.
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

/** Why a record with a wrong number of cells is not read. */
export function raggedReason(cells: number, columns: number): Found {
  return found(cells > columns ? 'more_values' : 'fewer_values');
}

/** Whether a record is a separator line; single dashes are missing values. */
function isRule(cells: readonly string[]): boolean {
  return cells.every((cell) => /^[\s\-=_*|+]*$/.test(cell)) && cells.some((cell) => /[-=_*|+]{3}/.test(cell));
}

function isBlank(cell: string): boolean {
  return cell.trim() === '';
}
