/** Formula that makes a spreadsheet keep a cell as text: ="0123". */
const AS_TEXT = /^="(.*)"$/s;

/** Unwraps such formulas in the cells of a record, in place. */
export function unwrap(cells: string[]): void {
  for (let at = 0; at < cells.length; at++) {
    if (cells[at].charCodeAt(0) === 0x3d) cells[at] = cells[at].replace(AS_TEXT, '$1');
  }
}
