/** How a spreadsheet is told to take a cell as text and change nothing: ="0123". */
const AS_TEXT = /^="(.*)"$/s;

/** Takes such formulas off the cells of a record, in place. */
export function unwrap(cells: string[]): void {
  for (let at = 0; at < cells.length; at++) {
    if (cells[at].charCodeAt(0) === 0x3d) cells[at] = cells[at].replace(AS_TEXT, '$1');
  }
}
